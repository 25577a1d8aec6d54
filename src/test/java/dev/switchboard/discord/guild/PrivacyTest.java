package dev.switchboard.discord.guild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.ticket.model.TicketSettings.Ping;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who reads a channel besides staff, whatever changes. */
class PrivacyTest {
  private static final long GUILD = 1;
  private static final long INBOX = 10;
  private static final long TICKET = 11;
  private static final long APART = 12;
  private static final long VIEW = Permission.VIEW_CHANNEL.bit();

  private final DiscordSettings.Community community =
      new DiscordSettings.Community(GUILD, GUILD, INBOX, List.of(2L), OptionalLong.empty());
  private final GuildDirectory directory = new GuildDirectory(community);
  private final Privacy privacy = new Privacy(directory, community);

  private void seen(String type, String json) throws Exception {
    directory.seen(type, new ObjectMapper().readTree(json.replace('\'', '"')));
  }

  private static String hidden(long... seeing) {
    var text = new StringBuilder("{'id':'1','type':0,'allow':'0','deny':'%d'}".formatted(VIEW));
    for (long role : seeing) {
      text.append(",{'id':'%d','type':0,'allow':'%d','deny':'0'}".formatted(role, VIEW));
    }
    return "[" + text + "]";
  }

  private static String channel(long id, int type, long parent, String overwrites) {
    return "{'id':'%d','guild_id':'1','name':'c%d','type':%d,'parent_id':%s,'permission_overwrites':%s}"
        .formatted(id, id, type, parent == 0 ? "null" : "'" + parent + "'", overwrites);
  }

  @BeforeEach
  void guild() throws Exception {
    seen(
        "GUILD_CREATE",
        """
        {'id':'1','name':'G','owner_id':'99','roles':[
          {'id':'1','name':'@everyone','permissions':'%d'},
          {'id':'2','name':'Staff','permissions':'0'},
          {'id':'3','name':'Admin','permissions':'8'},
          {'id':'4','name':'Our bot','permissions':'0','managed':true,'tags':{'bot_id':'70'}},
          {'id':'5','name':'Boosters','permissions':'0','managed':true,'tags':{'premium_subscriber':null}},
          {'id':'6','name':'Regulars','permissions':'0'},
          {'id':'7','name':'A bot','permissions':'0','managed':true}],
         'channels':[%s,%s,%s],'threads':[{'id':'20','parent_id':'11','type':11}]}\
        """
            .formatted(
                VIEW,
                channel(INBOX, 4, 0, hidden(2, 4)),
                channel(TICKET, 0, INBOX, hidden(4, 2)),
                channel(APART, 0, INBOX, hidden(2))));
  }

  private String others(long channel) {
    return privacy.others(directory.channel(channel).orElseThrow()).orElse("nobody");
  }

  @Test
  void staffAdministratorsAndBotsMayRead() {
    assertThat(others(INBOX)).isEqualTo("nobody");
    assertThat(others(TICKET)).isEqualTo("nobody");
    assertThat(privacy.isPrivate(20)).isTrue();
    assertThat(privacy.isPrivate(77)).as("a channel that is not known").isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                                     | @everyone",
        "[{'id':'1','type':0,'allow':'1024','deny':'0'}]        | @everyone",
        "[{'id':'1','type':0,'allow':'0','deny':'1024'},{'id':'6','type':0,'allow':'1024','deny':'0'}]"
            + " | the role \"Regulars\"",
        "[{'id':'1','type':0,'allow':'0','deny':'1024'},{'id':'5','type':0,'allow':'1024','deny':'0'}]"
            + " | the role \"Boosters\"",
        "[{'id':'1','type':0,'allow':'0','deny':'1024'},{'id':'7','type':0,'allow':'1024','deny':'0'}]"
            + " | nobody",
        "[{'id':'1','type':0,'allow':'0','deny':'1024'},{'id':'50','type':1,'allow':'1024','deny':'0'}]"
            + " | nobody",
        "[{'id':'1','type':0,'allow':'0','deny':'2048'},{'id':'2','type':0,'allow':'0','deny':'1024'}]"
            + " | @everyone"
      })
  void aChannelsOverwritesSayWhoReads(String overwrites, String reads) throws Exception {
    seen("CHANNEL_UPDATE", channel(TICKET, 0, INBOX, overwrites.replace('\'', '"')));
    assertThat(others(TICKET)).isEqualTo(reads);
    assertThat(privacy.isPrivate(TICKET)).isEqualTo(reads.equals("nobody"));
    assertThat(privacy.isPrivate(20)).as("its thread").isEqualTo(reads.equals("nobody"));
  }

  @Test
  void aCategoryOpensTheChannelsThatAreInStepWithItAtOnce() throws Exception {
    seen("CHANNEL_UPDATE", channel(INBOX, 4, 0, "[]"));
    assertThat(others(TICKET)).isEqualTo("@everyone");
    assertThat(others(APART)).isEqualTo("nobody");

    seen("CHANNEL_UPDATE", channel(INBOX, 4, 0, hidden(2, 4)));
    assertThat(others(TICKET)).isEqualTo("nobody");
  }

  @Test
  void aChannelThatMovesKeepsItsOwnOverwritesOrGetsThoseItIsSentWith() throws Exception {
    seen("CHANNEL_CREATE", channel(30, 4, 0, "[]"));
    seen("CHANNEL_UPDATE", channel(TICKET, 0, 30, hidden(2, 4)));
    assertThat(others(TICKET)).isEqualTo("nobody");
    seen("CHANNEL_UPDATE", channel(TICKET, 0, 30, "[]"));
    assertThat(others(TICKET)).isEqualTo("@everyone");
    seen("CHANNEL_UPDATE", "{'id':'12','guild_id':'1','name':'half a channel','type':0}");
    assertThat(others(APART)).as("of overwrites nothing was said").isEqualTo("nobody");
  }

  @Test
  void aRoleThatIsMadeAnAdministratorOrLosesThatChangesWhoReads() throws Exception {
    seen("GUILD_ROLE_UPDATE", "{'guild_id':'1','role':{'id':'1','permissions':'8'}}");
    assertThat(others(TICKET)).isEqualTo("@everyone");
    seen("GUILD_ROLE_UPDATE", "{'guild_id':'1','role':{'id':'1','permissions':'1024'}}");
    assertThat(others(TICKET)).isEqualTo("nobody");

    seen("CHANNEL_UPDATE", channel(TICKET, 0, INBOX, hidden(3)));
    assertThat(others(TICKET)).isEqualTo("nobody");
    seen("GUILD_ROLE_UPDATE", "{'guild_id':'1','role':{'id':'3','name':'Was','permissions':'0'}}");
    assertThat(others(TICKET)).isEqualTo("the role \"Was\"");
    seen("GUILD_ROLE_DELETE", "{'guild_id':'1','role_id':'3'}");
    assertThat(others(TICKET)).isEqualTo("nobody");
  }

  @Test
  void aRoleThatMayReadAlongDoesNotCountAndOthersBesideItDo() throws Exception {
    var withReaders =
        new DiscordSettings.Community(
            GUILD, GUILD, INBOX, List.of(2L), List.of(6L), OptionalLong.empty(), new Ping.Nobody());
    var known = new Privacy(directory, withReaders);
    seen("CHANNEL_UPDATE", channel(TICKET, 0, INBOX, hidden(2, 6)));
    assertThat(others(TICKET)).isEqualTo("the role \"Regulars\"");
    assertThat(known.isPrivate(TICKET)).isTrue();

    seen("CHANNEL_UPDATE", channel(TICKET, 0, INBOX, hidden(2, 6, 5)));
    assertThat(known.others(directory.channel(TICKET).orElseThrow()))
        .contains("the role \"Boosters\"");
    seen("CHANNEL_UPDATE", channel(TICKET, 0, INBOX, "[]"));
    assertThat(known.others(directory.channel(TICKET).orElseThrow())).contains("@everyone");
  }

  @Test
  void aGuildWhereNobodySeesChannelsAtAllIsPrivateWithoutOverwrites() throws Exception {
    seen("CHANNEL_UPDATE", channel(TICKET, 0, INBOX, "[]"));
    seen("GUILD_ROLE_UPDATE", "{'guild_id':'1','role':{'id':'1','permissions':'0'}}");
    assertThat(others(TICKET)).isEqualTo("nobody");
    seen("GUILD_ROLE_UPDATE", "{'guild_id':'1','role':{'id':'6','name':'R','permissions':'1024'}}");
    assertThat(others(TICKET)).isEqualTo("the role \"R\"");
  }
}
