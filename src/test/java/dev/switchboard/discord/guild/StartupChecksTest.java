package dev.switchboard.discord.guild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.discord.api.Retry;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.act.ReadyMadeWorld;
import dev.switchboard.sandbox.rest.CheckedRest;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.model.TicketSettings.Ping;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StartupChecksTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final DiscordSettings.Limits LIMITS =
      new DiscordSettings.Limits(45, Duration.ofMinutes(2), 10_000_000);

  @RegisterExtension final CheckedRest checked = new CheckedRest();

  private Sandbox sandbox;

  @BeforeEach
  void startSandbox() {
    sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("truncate installation"));
  }

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  private ReadyMadeWorld.Staff staff() {
    return sandbox.world().staff();
  }

  private DiscordSettings.Community place(long category, List<Long> roles, long log) {
    return new DiscordSettings.Community(
        sandbox.world().communityGuild(), staff().guild(), category, roles, OptionalLong.of(log));
  }

  private DiscordSettings.Community rightPlace() {
    return place(staff().inboxCategory(), List.of(staff().role()), staff().logChannel());
  }

  private DiscordSettings.Access access() {
    return new DiscordSettings.Access(sandbox.botToken(), URI.create(sandbox.apiUrl()));
  }

  private static StartupChecks.Result check(
      DiscordSettings.Access access, DiscordSettings.Community place) throws Exception {
    try (var rest = new DiscordRest(access)) {
      var settings =
          new DiscordSettings(access, place, "!", LIMITS, Retry.upTo(Duration.ofSeconds(30)));
      var directory = new GuildDirectory(place);
      return StartupChecks.claiming(rest, settings, directory, DATABASE.database())
          .run()
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS);
    }
  }

  private void overwrite(long channel, long role, Permission allowed) throws Exception {
    try (var rest = new DiscordRest(access())) {
      var body = JsonNodeFactory.instance.objectNode();
      body.put("type", 0).put("allow", Long.toString(allowed.bit())).put("deny", "0");
      assertThat(
              rest.exchange(
                      Call.put("/channels/{channel}/permissions/{overwrite}", channel, role)
                          .withBody(body))
                  .toCompletableFuture()
                  .get(30, TimeUnit.SECONDS))
          .isInstanceOf(Answer.Ok.class);
    }
  }

  private static List<String> keys(StartupChecks.Result result) {
    return result instanceof StartupChecks.Result.Wrong(var misfits)
        ? misfits.stream().map(StartupChecks.Misfit::key).distinct().toList()
        : List.of(result.toString());
  }

  @Test
  void aRightConfigurationIsReadyAndSaysWhoTheBotIs() throws Exception {
    assertThat(check(access(), rightPlace()))
        .isInstanceOfSatisfying(
            StartupChecks.Result.Ready.class,
            ready -> {
              assertThat(ready.bot().user()).isEqualTo(sandbox.world().bot());
              assertThat(ready.bot().application()).isEqualTo(sandbox.world().bot());
              assertThat(ready.bot().name()).isEqualTo("Switchboard");
            });
  }

  @Test
  void aRefusedTokenIsAFindingAboutTheToken() throws Exception {
    var access = new DiscordSettings.Access("MQ.x.y", URI.create(sandbox.apiUrl()));
    assertThat(keys(check(access, rightPlace()))).containsExactly("switchboard.discord.token");
  }

  @Test
  void allThatIsWrongIsFoundAtOnce() throws Exception {
    assertThat(keys(check(access(), place(staff().lounge(), List.of(5L, staff().guild()), 6))))
        .containsExactly(
            "switchboard.inbox-category", "switchboard.staff-roles", "switchboard.log-channel");
  }

  @Test
  void aGuildThatTheBotIsNotInIsFound() throws Exception {
    var place =
        new DiscordSettings.Community(
            5,
            staff().guild(),
            staff().inboxCategory(),
            List.of(staff().role()),
            OptionalLong.empty());
    assertThat(keys(check(access(), place))).containsExactly("switchboard.community-guild");
  }

  @Test
  void aCategoryThatEverybodySeesIsRefused() throws Exception {
    try (var rest = new DiscordRest(access())) {
      var open = JsonNodeFactory.instance.objectNode();
      open.putArray("permission_overwrites");
      assertThat(
              rest.exchange(
                      Call.patch("/channels/{channel}", staff().inboxCategory()).withBody(open))
                  .toCompletableFuture()
                  .get(30, TimeUnit.SECONDS))
          .isInstanceOf(Answer.Ok.class);
    }
    assertThat(check(access(), rightPlace()).toString())
        .contains("which @everyone can see")
        .contains("switchboard.inbox-category");
  }

  @Test
  void aLogChannelThatEverybodySeesIsRefused() throws Exception {
    overwrite(staff().logChannel(), staff().guild(), Permission.VIEW_CHANNEL);
    assertThat(check(access(), rightPlace()))
        .isInstanceOfSatisfying(
            StartupChecks.Result.Exposed.class,
            exposed ->
                assertThat(exposed.misfits())
                    .singleElement()
                    .satisfies(misfit -> {
                      assertThat(misfit.key()).isEqualTo("switchboard.log-channel");
                      assertThat(misfit.found())
                          .isEqualTo("the channel \"transcripts\", which @everyone can see");
                    }));
  }

  /** The lounge is everybody's, and no place for transcripts from the beginning. */
  @Test
  void aLogChannelThatWasNeverHiddenIsRefused() throws Exception {
    var place = place(staff().inboxCategory(), List.of(staff().role()), staff().lounge());
    assertThat(check(access(), place).toString()).contains("\"lounge\", which @everyone can see");
  }

  @Test
  void aCategoryThatARoleSeesWhichIsNotStaffsIsRefused() throws Exception {
    var place = place(staff().inboxCategory(), List.of(), staff().logChannel());
    assertThat(check(access(), place).toString())
        .contains("the category \"Inbox\", which the role \"Staff\" can see")
        .contains("the channel \"transcripts\", which the role \"Staff\" can see");
    assertThat(check(access(), place).toString())
        .contains("hide it from all but the bot and the roles in switchboard.staff-roles")
        .contains("or name a role that may read along in switchboard.reader-roles");
    var right = place(staff().inboxCategory(), List.of(staff().role()), staff().logChannel());
    assertThat(check(access(), right)).isInstanceOf(StartupChecks.Result.Ready.class);
  }

  /** Auditors, helpers, a bot without a role of its own. */
  @Test
  void aRoleThatMayReadAlongIsNamedAndNeedNotBeStaffs() throws Exception {
    var right = place(List.of(), List.of(staff().role()));
    assertThat(check(access(), right)).isInstanceOf(StartupChecks.Result.Ready.class);
  }

  @Test
  void everybodyAndRolesThatDoNotExistAreNoReaders() throws Exception {
    var wrong = place(List.of(staff().role()), List.of(staff().guild(), 5L));
    assertThat(check(access(), wrong).toString())
        .contains("key=switchboard.reader-roles, found=the role of everybody")
        .contains("key=switchboard.reader-roles, found=5, which is no role of the staff guild");
  }

  private DiscordSettings.Community place(List<Long> staffRoles, List<Long> readers) {
    return new DiscordSettings.Community(
        sandbox.world().communityGuild(),
        staff().guild(),
        staff().inboxCategory(),
        staffRoles,
        readers,
        OptionalLong.of(staff().logChannel()),
        new Ping.Nobody());
  }

  @Test
  void whomAPingWouldNotReachIsFound() throws Exception {
    JsonNode silent = JsonNodeFactory.instance.objectNode().put("id", "70").put("name", "Silent");
    ArrayNode roles = JsonNodeFactory.instance.arrayNode().add(silent);

    assertThat(PingCheck.misfits(new Ping.Here(), false, roles).toString())
        .contains("switchboard.ticket.ping")
        .contains("MENTION_EVERYONE");
    assertThat(PingCheck.misfits(new Ping.Roles(List.of(70L)), false, roles).toString())
        .contains("Silent")
        .contains("MENTION_EVERYONE");
    assertThat(PingCheck.misfits(new Ping.Roles(List.of(70L)), true, roles)).isEmpty();

    var place =
        new DiscordSettings.Community(
            sandbox.world().communityGuild(),
            staff().guild(),
            staff().inboxCategory(),
            List.of(staff().role()),
            List.of(),
            OptionalLong.empty(),
            new Ping.Roles(List.of(71L)));
    assertThat(check(access(), place).toString())
        .contains("71, which is no role of the staff guild");
  }

  @Test
  void aDatabaseOfAnotherBotIsRefused() throws Exception {
    var other = new Installation(7, sandbox.world().communityGuild(), staff().guild());
    Installation.claim(DATABASE.database(), other).toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(keys(check(access(), rightPlace()))).containsExactly("switchboard.discord.token");
  }

  @Test
  void discordOutOfReachIsNoFinding() throws Exception {
    var access =
        new DiscordSettings.Access(sandbox.botToken(), URI.create("http://127.0.0.1:1/api/v10"));
    assertThat(check(access, rightPlace())).isInstanceOf(StartupChecks.Result.OutOfReach.class);
  }
}
