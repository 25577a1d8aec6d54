package dev.switchboard.discord.guild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.guild.ChannelPlacement.Placement;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A category of 50 places, in which 48 channels stand. */
class ChannelPlacementTest {
  private static final long GUILD = 1;
  private static final long INBOX = 10;
  private static final String MARK = "Ticket #7 · a name · 99 · opened then";

  private final DiscordSettings.Community community =
      new DiscordSettings.Community(GUILD, GUILD, INBOX, List.of(), OptionalLong.empty());
  private final GuildDirectory directory = new GuildDirectory(community);

  @BeforeEach
  void guild() throws Exception {
    seen(
        "GUILD_CREATE",
        "{'id':'1','name':'G','owner_id':'99','roles':[],'channels':[{'id':'10','name':'Inbox','type':4}]}");
    for (int i = 0; i < 48; i++) {
      channel(100 + i, "Ticket #1%02d · other · 98 · opened then".formatted(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {MARK, "Ticket #7 · 99 · opened then"})
  void aPlaceWhoseChannelIsInTheDirectoryBeforeItIsGivenBackCountsOnce(String topic)
      throws Exception {
    var placement = new ChannelPlacement(directory, community);
    assertThat(placement.keep(MARK, 0)).isEqualTo(new Placement.Under(INBOX));
    channel(200, topic);
    assertThat(placement.keep("Ticket #8", 0)).isEqualTo(new Placement.Under(INBOX));
    assertThat(placement.keep("Ticket #9", 0)).isInstanceOf(Placement.Missing.class);
  }

  @Test
  void aPlaceThatIsGivenBackIsGivenToAnotherChannel() {
    var placement = new ChannelPlacement(directory, community);
    placement.keep(MARK, 0);
    placement.keep("Ticket #8", 0);
    placement.release(INBOX, MARK);
    assertThat(placement.keep("Ticket #9", 0)).isEqualTo(new Placement.Under(INBOX));
    assertThat(placement.keep("Ticket #10", 0)).isInstanceOf(Placement.Missing.class);
  }

  private void channel(long id, String topic) throws Exception {
    seen(
        "CHANNEL_CREATE",
        "{'id':'%d','guild_id':'1','name':'c','type':0,'parent_id':'10','topic':'%s'}"
            .formatted(id, topic));
  }

  private void seen(String type, String json) throws Exception {
    JsonNode data = new ObjectMapper().readTree(json.replace('\'', '"'));
    directory.seen(type, data);
  }
}
