package dev.switchboard.discord.guild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.model.Job;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings name and is lost, closed to the bot or something else, and comes back. */
class GuildWatchTest {
  private static final long GUILD = 1;
  private static final long BOT = 70;
  private static final long STAFF = 2;
  private static final long INBOX = 10;
  private static final long LOG = 12;
  private static final long VIEW = Permission.VIEW_CHANNEL.bit();
  private static final long ALL_NEEDED =
      Permission.NEEDED.stream().mapToLong(Permission::bit).reduce(0, (a, b) -> a | b);

  private final DiscordSettings.Community community =
      new DiscordSettings.Community(GUILD, GUILD, INBOX, List.of(STAFF), OptionalLong.of(LOG));
  private final GuildDirectory directory = new GuildDirectory(community);
  private final GuildWatch watch = new GuildWatch(directory, community, TestWords.ENGLISH);

  /** Gives whether the watch is told to look. */
  private boolean seen(String type, String json) throws Exception {
    JsonNode data = new ObjectMapper().readTree(json.replace('\'', '"'));
    directory.seen(type, data);
    return directory.tellsWhoMay(type, data);
  }

  private static String channel(long id, int type, long deniedToBot) {
    return """
    {'id':'%d','guild_id':'1','name':'c%d','type':%d,'permission_overwrites':[
      {'id':'1','type':0,'allow':'0','deny':'%d'},
      {'id':'4','type':0,'allow':'0','deny':'%d'},
      {'id':'70','type':1,'allow':'%d','deny':'0'}]}\
    """
        .formatted(id, id, type, VIEW, deniedToBot, deniedToBot == 0 ? VIEW : 0);
  }

  private static String guild(String channels) {
    return """
    {'id':'1','name':'G','owner_id':'99','roles':[
      {'id':'1','name':'@everyone','permissions':'0'},
      {'id':'2','name':'Staff','permissions':'0'},
      {'id':'4','name':'Our bot','permissions':'%d','tags':{'bot_id':'70'}}],
     'channels':[%s],
     'members':[{'user':{'id':'70'},'roles':['4']}]}\
    """
        .formatted(ALL_NEEDED, channels);
  }

  @BeforeEach
  void present() throws Exception {
    directory.bot(BOT);
    seen("GUILD_CREATE", guild(channel(INBOX, 4, 0) + "," + channel(LOG, 0, 0)));
    assertThat(lines()).isEmpty();
    assertThat(watch.alarms()).isEmpty();
  }

  private List<String> lines() {
    return watch.look().stream()
        .map(job -> ((Job.Send) job).draft().content())
        .flatMap(String::lines)
        .toList();
  }

  private void assertSaid(String part) {
    assertThat(lines()).singleElement().asString().contains(part);
    assertThat(lines()).as("said again").isEmpty();
  }

  @Test
  void aDeletedInboxCategoryIsAnAlarmUntilItIsThereAgain() throws Exception {
    assertThat(seen("CHANNEL_DELETE", "{'id':'10'}")).isTrue();
    assertSaid("⚠️ The **inbox category** is not in the staff guild: new tickets get no channel");
    assertThat(watch.alarms())
        .singleElement()
        .asString()
        .contains("(10)", "switchboard.inbox-category");

    assertThat(seen("CHANNEL_CREATE", channel(INBOX, 4, 0))).isTrue();
    assertSaid("✅ The **inbox category** is as it should be again");
    assertThat(watch.alarms()).isEmpty();
  }

  @Test
  void aDeletedLogChannelIsAnAlarmThoughStaffCannotBeToldThere() throws Exception {
    seen("CHANNEL_DELETE", "{'id':'12'}");
    assertThat(lines()).isEmpty();
    assertThat(watch.alarms()).singleElement().asString().contains("log channel (12)");
    seen("CHANNEL_CREATE", channel(LOG, 0, 0));
    assertSaid("✅ The **log channel** is as it should be again");
    assertThat(watch.alarms()).isEmpty();
  }

  @Test
  void aPublicCategoryThatIsDeletedIsNotSaidToBePrivateAgain() throws Exception {
    seen("CHANNEL_UPDATE", channel(INBOX, 4, 0).replace("'deny':'" + VIEW + "'", "'deny':'0'"));
    seen(
        "GUILD_ROLE_UPDATE",
        "{'guild_id':'1','role':{'id':'1','name':'@everyone','permissions':'%d'}}".formatted(VIEW));
    assertSaid("can be read by");
    seen("CHANNEL_DELETE", "{'id':'10'}");
    assertSaid("is not in the staff guild");
  }

  @ParameterizedTest
  @CsvSource({"10, 0, 4, inbox category", "12, 4, 0, log channel"})
  void aPlaceThatIsSomethingElseIsAnAlarm(long id, int type, int right, String name)
      throws Exception {
    seen("CHANNEL_UPDATE", channel(id, type, 0));
    watch.look();
    assertThat(watch.alarms()).singleElement().asString().contains(name, id == INBOX ? "c10" : "");
    seen("CHANNEL_UPDATE", channel(id, right, 0));
    assertSaid("✅ The **" + name + "** is as it should be again");
    assertThat(watch.alarms()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"10, 4, inbox category", "12, 0, log channel"})
  void aPlaceThatTheBotMayNotSeeIsAnAlarm(long id, int type, String name) throws Exception {
    seen("CHANNEL_UPDATE", channel(id, type, VIEW));
    assertSaid("⚠️ The **" + name + "** does not give the bot VIEW_CHANNEL");
    assertThat(watch.alarms()).hasSize(1);
    seen("CHANNEL_UPDATE", channel(id, type, 0));
    assertSaid("✅ The **" + name + "** is as it should be again");
  }

  @Test
  void aRoleThatTheBotLosesIsAnAlarmToo() throws Exception {
    assertThat(seen("GUILD_MEMBER_UPDATE", "{'guild_id':'1','user':{'id':'70'},'roles':[]}"))
        .isTrue();
    watch.look();
    assertThat(watch.alarms())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("ATTACH_FILES"));
  }

  @Test
  void whatIsNotKnownIsNoAlarmAndEndsNone() throws Exception {
    seen("CHANNEL_DELETE", "{'id':'10'}");
    assertSaid("is not in the staff guild");
    seen("READY", "{}");
    assertThat(lines()).isEmpty();
    assertThat(watch.alarms()).hasSize(1);
    seen("GUILD_CREATE", "{'id':'1','unavailable':true}");
    assertThat(lines()).isEmpty();
    assertThat(watch.alarms()).hasSize(1);
    seen("GUILD_CREATE", guild(channel(INBOX, 4, 0) + "," + channel(LOG, 0, 0)));
    assertSaid("✅");
    assertThat(watch.alarms()).isEmpty();
  }

  /** After a new session that told nothing of the bot's roles, as with a look over REST. */
  @Test
  void aBotWhoseRolesAreNotKnownLacksNothing() throws Exception {
    seen("READY", "{}");
    var channels =
        new ObjectMapper()
            .readTree(
                "[%s,%s]"
                    .formatted(channel(INBOX, 4, VIEW), channel(LOG, 0, 0))
                    .replace('\'', '"'));
    directory.learnChannels(GUILD, channels);
    assertThat(lines()).isEmpty();
    assertThat(watch.alarms()).isEmpty();
  }

  @Test
  void aDeletedStaffRoleIsAnAlarm() throws Exception {
    assertThat(seen("GUILD_ROLE_DELETE", "{'guild_id':'1','role_id':'2'}")).isTrue();
    assertSaid(
        "⚠️ The **staff role** is not in the staff guild: who had it does not count as staff");
    assertThat(watch.alarms())
        .singleElement()
        .asString()
        .contains("staff role (2)", "switchboard.staff-roles");
  }

  @Test
  void aDeletedRoleThatIsNotStaffsIsNoAlarm() throws Exception {
    seen("GUILD_ROLE_CREATE", "{'guild_id':'1','role':{'id':'3','name':'Guest'}}");
    seen("GUILD_ROLE_DELETE", "{'guild_id':'1','role_id':'3'}");
    assertThat(lines()).isEmpty();
    assertThat(watch.alarms()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"READY", "GUILD_DELETE"})
  void whatIsDeletedWhileNothingIsHeardIsFoundAfterwards(String type) throws Exception {
    seen(type, "{'id':'1','unavailable':true}");
    assertThat(lines()).as("nothing is known of the guild now").isEmpty();
    assertThat(watch.alarms()).isEmpty();
    seen(
        "GUILD_CREATE",
        guild(channel(99, 4, 0) + "," + channel(LOG, 0, 0)).replace("'id':'2'", "'id':'5'"));
    assertThat(lines())
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("**inbox category** is not in"),
            line -> assertThat(line).contains("**staff role** is not in"));
  }

  @Test
  void aDeletedStaffRoleIsStillSaidInAnOutage() throws Exception {
    seen("GUILD_ROLE_DELETE", "{'guild_id':'1','role_id':'2'}");
    assertSaid("**staff role**");
    seen("GUILD_DELETE", "{'id':'1','unavailable':true}");
    assertThat(lines()).isEmpty();
    assertThat(watch.alarms()).hasSize(1);
  }

  @Test
  void anOutageDeletesNothing() throws Exception {
    seen("GUILD_DELETE", "{'id':'1','unavailable':true}");
    assertThat(lines()).isEmpty();
    assertThat(watch.alarms()).isEmpty();
    seen("GUILD_CREATE", guild(channel(INBOX, 4, 0) + "," + channel(LOG, 0, 0)));
    assertThat(lines()).isEmpty();
    assertThat(watch.alarms()).isEmpty();
  }
}
