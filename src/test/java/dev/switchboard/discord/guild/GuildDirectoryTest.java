package dev.switchboard.discord.guild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.discord.gateway.VisibleChannels;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuildDirectoryTest {
  private static final long GUILD = 1;
  private static final long VIEW = Permission.VIEW_CHANNEL.bit();
  private static final long HISTORY = Permission.READ_MESSAGE_HISTORY.bit();
  private static final long SEND = Permission.SEND_MESSAGES.bit();

  private final GuildDirectory directory =
      new GuildDirectory(
          new DiscordSettings.Community(GUILD, GUILD, 10, List.of(), OptionalLong.empty()));

  private void seen(String type, String json) throws Exception {
    JsonNode data = new ObjectMapper().readTree(json.replace('\'', '"'));
    directory.seen(type, data);
  }

  private void guild() throws Exception {
    seen(
        "GUILD_CREATE",
        """
        {'id':'1','name':'G','owner_id':'99','roles':[
          {'id':'1','name':'@everyone','position':0,'permissions':'%d'},
          {'id':'2','name':'Staff','position':1,'permissions':'%d'},
          {'id':'3','name':'Admin','position':2,'permissions':'8'}],
         'channels':[{'id':'10','name':'Inbox','type':4,'permission_overwrites':[
            {'id':'1','type':0,'allow':'0','deny':'%d'},
            {'id':'2','type':0,'allow':'%d','deny':'0'},
            {'id':'50','type':1,'allow':'0','deny':'%d'}]},
          {'id':'11','name':'a','type':0,'parent_id':'10','topic':null}]}\
        """
            .formatted(VIEW, SEND, VIEW, VIEW, SEND));
  }

  @Test
  void permissionsFollowRolesOverwritesAndOwnership() throws Exception {
    guild();
    var category = directory.channel(10).orElseThrow();
    assertThat(directory.permissions(GUILD, 5, List.of())).isEqualTo(VIEW);
    assertThat(directory.permissions(category, 5, List.of())).isZero();
    assertThat(directory.permissions(category, 5, List.of(2L))).isEqualTo(VIEW | SEND);
    assertThat(directory.permissions(category, 50, List.of(2L))).isEqualTo(VIEW);
    assertThat(directory.permissions(category, 5, List.of(3L))).isEqualTo(Permission.ALL);
    assertThat(directory.permissions(category, 99, List.of())).isEqualTo(Permission.ALL);
  }

  @Test
  void framesKeepItUpToDate() throws Exception {
    guild();
    assertThat(directory.children(10)).isEqualTo(1);
    seen("CHANNEL_CREATE", "{'id':'12','guild_id':'1','name':'b','type':0,'parent_id':'10'}");
    seen("CHANNEL_CREATE", "{'id':'12','guild_id':'1','name':'b','type':0,'parent_id':'10'}");
    assertThat(directory.children(10)).isEqualTo(2);
    seen("CHANNEL_UPDATE", "{'id':'12','guild_id':'1','name':'b','type':0,'parent_id':null}");
    seen("CHANNEL_DELETE", "{'id':'11','guild_id':'1'}");
    assertThat(directory.children(10)).isZero();
    seen("GUILD_ROLE_UPDATE", "{'guild_id':'1','role':{'id':'2','name':'Team','position':7}}");
    assertThat(directory.roles(GUILD, List.of(3L, 2L, 4L)))
        .extracting(GuildDirectory.Role::name)
        .containsExactly("Team", "Admin");
    seen("GUILD_ROLE_DELETE", "{'guild_id':'1','role_id':'2'}");
    seen("GUILD_UPDATE", "{'id':'1','name':'H','owner_id':'98'}");
    assertThat(directory.role(GUILD, 2)).isEmpty();
    assertThat(directory.guildName(GUILD)).isEqualTo("H");
    assertThat(directory.owner(GUILD)).hasValue(98);
  }

  @Test
  void colorsOfRolesAreReadWhereverDiscordWritesThem() throws Exception {
    String role = "{'guild_id':'1','role':{'id':'%d','name':'R','permissions':'0'%s}}";
    seen("GUILD_ROLE_CREATE", role.formatted(2, ",'color':255"));
    seen("GUILD_ROLE_CREATE", role.formatted(3, ",'color':1,'colors':{'primary_color':16711680}"));
    seen("GUILD_ROLE_CREATE", role.formatted(4, ",'color':null,'colors':null"));
    assertThat(directory.roles(GUILD, List.of(2L, 3L, 4L)))
        .extracting(GuildDirectory.Role::color)
        .containsExactly(0x0000FF, 0xFF0000, 0);
  }

  @Test
  void anUnavailableGuildAndOddFramesChangeNothing() throws Exception {
    guild();
    seen("GUILD_CREATE", "{'id':'1','unavailable':true}");
    seen("CHANNEL_CREATE", "{}");
    seen("CHANNEL_DELETE", "null");
    seen("GUILD_ROLE_CREATE", "{'guild_id':'1'}");
    seen("GUILD_UPDATE", "{'id':'1','name':null,'owner_id':null,'roles':null}");
    assertThat(directory.channels(GUILD)).hasSize(2);
    assertThat(directory.owner(GUILD)).hasValue(99);
  }

  @ParameterizedTest
  @CsvSource({
    "Alice, alice",
    "some.name_1, some-name_1",
    "'  Ünï  cødé!! ', ünï-cødé",
    "'!!!', ticket-7",
    "'', ticket-7"
  })
  void channelNamesAreWhatDiscordTakes(String name, String valid) {
    assertThat(ChannelPlacement.channelName(name, "ticket-7")).isEqualTo(valid);
  }

  private boolean addsOnly(String type, String json) throws Exception {
    return directory
        .visible(type, new ObjectMapper().readTree(json.replace('\'', '"')))
        .orElseThrow()
        .added();
  }

  private VisibleChannels visible(String type, String json) throws Exception {
    seen(type, json);
    return directory
        .visible(type, new ObjectMapper().readTree(json.replace('\'', '"')))
        .map(found -> new VisibleChannels(found.channels(), 0, false, found.replayed()))
        .orElse(new VisibleChannels(Set.of(-1L), 0, false, false));
  }

  private static VisibleChannels these(Long... channels) {
    return new VisibleChannels(Set.of(channels), 0, false, false);
  }

  @Test
  void channelsThatTheBotSeesAreKnownOnceItsRolesAre() throws Exception {
    VisibleChannels untold = these(-1L);
    directory.bot(7);
    guild();
    String open = "{'id':'11','guild_id':'1','name':'a','type':0,'permission_overwrites':[]}";
    assertThat(visible("CHANNEL_UPDATE", open)).isEqualTo(untold);

    String everyone = "{'guild_id':'1','role':{'id':'1','name':'@everyone','permissions':'%d'}}";
    seen("GUILD_ROLE_UPDATE", everyone.formatted(VIEW | HISTORY));
    String roles = "{'guild_id':'1','user':{'id':'%d'},'roles':[%s]}";
    assertThat(visible("GUILD_MEMBER_UPDATE", roles.formatted(8, ""))).isEqualTo(untold);
    assertThat(visible("GUILD_MEMBER_UPDATE", roles.formatted(7, ""))).isEqualTo(these(11L));
    assertThat(visible("GUILD_MEMBER_UPDATE", roles.formatted(7, "'2'")))
        .isEqualTo(these(10L, 11L));
    assertThat(
            visible(
                "CHANNEL_UPDATE",
                """
                {'id':'11','guild_id':'1','name':'a','type':0,'permission_overwrites':[
                  {'id':'7','type':1,'allow':'0','deny':'%d'}]}
                """
                    .formatted(VIEW)))
        .isEqualTo(these(10L));
    assertThat(visible("MESSAGE_CREATE", "{'id':'1','channel_id':'11','guild_id':'1'}"))
        .isEqualTo(untold);
    // What is said while the history may not be read could not be read back.
    assertThat(visible("GUILD_ROLE_UPDATE", everyone.formatted(VIEW))).isEqualTo(these());
    assertThat(visible("GUILD_ROLE_UPDATE", everyone.formatted(VIEW | HISTORY)))
        .isEqualTo(these(10L));
    // Discord keeps the overwrites of a role that is gone.
    assertThat(addsOnly("CHANNEL_UPDATE", open)).isFalse();
    assertThat(addsOnly("CHANNEL_CREATE", open)).isTrue();
    assertThat(visible("GUILD_ROLE_DELETE", "{'guild_id':'1','role_id':'2'}")).isEqualTo(these());
    assertThat(visible("GUILD_DELETE", "{'id':'1','unavailable':true}"))
        .isEqualTo(VisibleChannels.NONE);
    assertThat(visible("GUILD_DELETE", "{'id':'2'}")).isEqualTo(untold);
    assertThat(
            visible(
                "GUILD_CREATE",
                "{'id':'1','owner_id':'7','channels':[{'id':'12','name':'b','type':0}],'members':[]}"))
        .isEqualTo(these(12L));
    seen("READY", "{}");
    assertThat(visible("CHANNEL_UPDATE", open)).isEqualTo(untold);
  }

  @Test
  void whatDiscordKeepsBackOfAChannelIsAsItWas() throws Exception {
    guild();
    seen(
        "CHANNEL_UPDATE",
        """
        {'id':'11','guild_id':'1','name':'___hidden___','type':0,'parent_id':'10','topic':null,'flags':131072,
         'permission_overwrites':[{'id':'1','type':0,'allow':'0','deny':'%d'}]}
        """
            .formatted(VIEW));
    assertThat(directory.channel(11)).map(GuildDirectory.Channel::name).contains("a");
    assertThat(directory.channel(11).orElseThrow().overwrites()).hasSize(1);
    seen("CHANNEL_UPDATE", "{'id':'11','guild_id':'1','name':'b','type':0,'flags':0}");
    assertThat(directory.channel(11)).map(GuildDirectory.Channel::name).contains("b");
  }
}
