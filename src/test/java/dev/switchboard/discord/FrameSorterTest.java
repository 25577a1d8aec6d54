package dev.switchboard.discord;

import static dev.switchboard.discord.Payloads.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of edits, of which Discord does not always tell everything. */
class FrameSorterTest {
  private static final String EDITED = "'edited_timestamp':'2026-01-01T00:01:00+00:00'";

  private final FrameSorter sorter = new FrameSorter(Payloads.settings("http://127.0.0.1:1"));

  @ParameterizedTest
  @ValueSource(strings = {"", ",'content':null", ",'content':{}", ",'content':['x']"})
  void anEditThatDoesNotSayTheTextIsNoEditToNothing(String content) {
    var inDm = changed("{'id':'5','channel_id':'6',%s%s}".formatted(EDITED, content));
    assertThat(inDm.rows()).isEmpty();
    assertThat(inDm.fault()).isEmpty();
    assertThat(inDm.unread()).containsExactly(6L);
    var ofStaff =
        changed(
            "{'id':'5','channel_id':'7','guild_id':'%d','author':{'id':'8'},%s%s}"
                .formatted(Payloads.STAFF, EDITED, content));
    assertThat(ofStaff.rows()).isEmpty();
    assertThat(ofStaff.unread()).containsExactly(7L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "'words'", "7"})
  void aTextThatIsToldIsAnEditThoughItIsEmpty(String content) {
    var sorted = changed("{'id':'5','channel_id':'6',%s,'content':%s}".formatted(EDITED, content));
    assertThat(sorted.rows()).extracting(FrameSorter.Row::kind).containsExactly(StoredEvent.EDIT);
    assertThat(sorted.unread()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'id':'5','channel_id':'6'}",
        "{'id':'5','channel_id':'6','edited_timestamp':null}",
        "{'id':'5','channel_id':'6','author':{'id':'8','bot':true},'edited_timestamp':'x'}",
        "{'id':'5','channel_id':'6','author':{'id':'1000'},'edited_timestamp':'x'}",
        "{'id':'5','channel_id':'6','guild_id':'2000','edited_timestamp':'x'}"
      })
  void nothingIsReadAnewForWhatNobodyEditedOrIsNotOurs(String message) {
    assertThat(changed(message)).isEqualTo(FrameSorter.Sorted.NOTHING);
  }

  @Test
  void whereItWasHasToBeKnown() {
    assertThat(changed("{'id':'5','edited_timestamp':'x'}").fault()).isNotEmpty();
    assertThat(changed("{'channel_id':'6','edited_timestamp':'x'}").fault()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MESSAGE_REACTION_REMOVE_ALL", "MESSAGE_REACTION_REMOVE_EMOJI"})
  void reactionsThatAreAllRemovedAtOnceAreARowWhereTicketsAre(String type) {
    String told = "{'channel_id':'6','message_id':'5','guild_id':'%d'}";
    var ofStaff = sorter.sort(new Frame(1, type, json(told.formatted(Payloads.STAFF))), "s");
    assertThat(ofStaff.rows())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.kind()).isEqualTo(StoredEvent.REACTION);
          assertThat(row.place()).isEqualTo(new FrameSorter.Place.Staff(6, false));
          assertThat(row.payload().path("cleared").asBoolean()).isTrue();
        });
    assertThat(FrameSorter.wants(type)).isTrue();
    assertThat(sorter.sort(new Frame(1, type, json(told.formatted(2000))), "s"))
        .isEqualTo(FrameSorter.Sorted.NOTHING);
    assertThat(sorter.sort(new Frame(1, type, json("{'channel_id':'6'}")), "s").fault())
        .isNotEmpty();
  }

  private FrameSorter.Sorted changed(String message) {
    return sorter.sort(new Frame(1, "MESSAGE_UPDATE", json(message)), "s");
  }
}
