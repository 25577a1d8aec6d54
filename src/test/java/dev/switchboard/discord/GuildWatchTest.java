package dev.switchboard.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.ticket.Job;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the settings name and somebody deletes while the product runs. */
class GuildWatchTest {
  private static final long GUILD = 1;
  private static final long STAFF = 2;
  private static final long INBOX = 10;
  private static final long LOG = 11;

  private final DiscordSettings.Place place =
      new DiscordSettings.Place(GUILD, GUILD, INBOX, List.of(STAFF), OptionalLong.of(LOG));
  private final GuildDirectory directory = new GuildDirectory(place);
  private final GuildWatch watch = new GuildWatch(directory, place);

  private void seen(String type, String json) throws Exception {
    directory.seen(type, new ObjectMapper().readTree(json.replace('\'', '"')));
  }

  private static String guild() {
    String hidden =
        "[{'id':'1','type':0,'allow':'0','deny':'1024'},{'id':'2','type':0,'allow':'1024','deny':'0'}]";
    return """
    {'id':'1','name':'G','owner_id':'99','roles':[
      {'id':'1','name':'@everyone','permissions':'1024'},
      {'id':'2','name':'Staff','permissions':'0'}],
     'channels':[
      {'id':'10','name':'Inbox','type':4,'permission_overwrites':%s},
      {'id':'11','name':'log','type':0,'permission_overwrites':%s}]}\
    """
        .formatted(hidden, hidden);
  }

  @BeforeEach
  void start() throws Exception {
    seen("GUILD_CREATE", guild());
    assertThat(watch.look()).isEmpty();
    assertThat(watch.alarms()).isEmpty();
  }

  private static String said(List<Job> lines) {
    assertThat(lines).hasSize(1);
    return ((Job.Send) lines.getFirst()).draft().content();
  }

  @Test
  void theInboxCategoryThatIsDeletedIsSaidOnceToStaffAndInHealth() throws Exception {
    seen("CHANNEL_DELETE", "{'id':'10','guild_id':'1','type':4}");

    assertThat(said(watch.look()))
        .contains("inbox category was **deleted**")
        .contains("switchboard.inbox-category");
    assertThat(watch.alarms())
        .singleElement()
        .asString()
        .contains("inbox category (10)", "no channel can be made");
    assertThat(watch.look()).as("said already").isEmpty();
    assertThat(watch.alarms()).hasSize(1);
  }

  @Test
  void theLogChannelThatIsDeletedIsInHealthAndNothingIsPostedThere() throws Exception {
    seen("CHANNEL_DELETE", "{'id':'11','guild_id':'1','type':0}");

    assertThat(watch.look()).isEmpty();
    assertThat(watch.alarms())
        .singleElement()
        .asString()
        .contains("log channel (11)", "switchboard.log-channel");
  }

  @Test
  void aStaffRoleThatIsDeletedIsSaid() throws Exception {
    seen("GUILD_ROLE_DELETE", "{'guild_id':'1','role_id':'2'}");

    assertThat(said(watch.look())).contains("staff role was **deleted**");
    assertThat(watch.alarms()).singleElement().asString().contains("staff role (2)");
  }

  @Test
  void whatWasDeletedWhileNoSessionWasThereIsFoundInTheNextOne() throws Exception {
    seen("READY", "{}");
    assertThat(watch.look()).isEmpty();
    assertThat(watch.alarms()).as("nothing is known of the guild yet").isEmpty();
    seen("GUILD_CREATE", guild().replace("'id':'10'", "'id':'12'"));

    assertThat(said(watch.look())).contains("inbox category");
  }

  @Test
  void whatWasDeletedIsStillSaidInAnOutage() throws Exception {
    seen("CHANNEL_DELETE", "{'id':'10','guild_id':'1','type':4}");
    watch.look();
    seen("GUILD_DELETE", "{'id':'1','unavailable':true}");
    assertThat(watch.look()).isEmpty();
    assertThat(watch.alarms()).hasSize(1);
  }

  @Test
  void anOutageDeletesNothing() throws Exception {
    seen("GUILD_DELETE", "{'id':'1','unavailable':true}");
    assertThat(watch.look()).isEmpty();
    assertThat(watch.alarms()).isEmpty();
    seen("GUILD_CREATE", guild());
    assertThat(watch.look()).isEmpty();
    assertThat(watch.alarms()).isEmpty();
  }
}
