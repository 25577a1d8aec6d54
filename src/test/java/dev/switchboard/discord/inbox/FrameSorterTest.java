package dev.switchboard.discord.inbox;

import static dev.switchboard.discord.api.Payloads.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.discord.api.Payloads;
import dev.switchboard.discord.gateway.Frame;
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
    assertThat(inDm.unread()).containsExactly(new FrameSorter.Untold(6, 5));
    var ofStaff =
        changed(
            "{'id':'5','channel_id':'7','guild_id':'%d','author':{'id':'8'},%s%s}"
                .formatted(Payloads.STAFF, EDITED, content));
    assertThat(ofStaff.rows()).isEmpty();
    assertThat(ofStaff.unread()).containsExactly(new FrameSorter.Untold(7, 5));
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

  @Test
  void reactionsThatModeratorsClearAreKeptBehindTheReactions() {
    assertThat(cleared("MESSAGE_REACTION_REMOVE_ALL", "STAFF", "").rows())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.kind()).isEqualTo(StoredEvent.REACTION);
          assertThat(row.key()).isEqualTo("s:1");
          assertThat(row.place()).isEqualTo(new FrameSorter.Destination.Staff(6, false));
          assertThat(row.ordering()).isEqualTo(5);
          assertThat(row.payload().path("cleared").asBoolean()).isTrue();
          assertThat(row.payload().path("added").asBoolean(true)).isFalse();
        });
    assertThat(cleared("MESSAGE_REACTION_REMOVE_EMOJI", "STAFF", ",'emoji':{'name':'x'}").rows())
        .singleElement()
        .satisfies(row -> assertThat(row.payload().at("/emoji/name").asText()).isEqualTo("x"));
  }

  @Test
  void whatIsClearedElsewhereIsNoMatterAndWhatHasNoEmojiIsNotTakenForAll() {
    assertThat(cleared("MESSAGE_REACTION_REMOVE_ALL", "12", ""))
        .isEqualTo(FrameSorter.Sorted.NOTHING);
    String dm = "{'message_id':'5','channel_id':'6'}";
    assertThat(sorter.sort(new Frame(1, "MESSAGE_REACTION_REMOVE_ALL", json(dm)), "s"))
        .isEqualTo(FrameSorter.Sorted.NOTHING);
    assertThat(cleared("MESSAGE_REACTION_REMOVE_EMOJI", "STAFF", "").fault()).isNotEmpty();
    assertThat(
            sorter
                .sort(new Frame(1, "MESSAGE_REACTION_REMOVE_ALL", json("{'channel_id':'6'}")), "s")
                .fault())
        .isNotEmpty();
  }

  private FrameSorter.Sorted cleared(String type, String guild, String more) {
    String data =
        "{'message_id':'5','channel_id':'6','guild_id':'%s'%s}"
            .formatted(guild.equals("STAFF") ? Payloads.STAFF : guild, more);
    return sorter.sort(new Frame(1, type, json(data)), "s");
  }

  private FrameSorter.Sorted changed(String message) {
    return sorter.sort(new Frame(1, "MESSAGE_UPDATE", json(message)), "s");
  }
}
