package dev.switchboard.discord.guild;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.access.grant.Member;
import dev.switchboard.access.grant.StaffMembership;
import dev.switchboard.access.grant.StaffRoles;
import dev.switchboard.access.grant.StaffUnknown;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.api.ScriptedDiscord;
import dev.switchboard.discord.api.ScriptedDiscord.Reply;
import dev.switchboard.storage.StorageUnavailable;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.timing.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The staff guild's members in a real database, by a Discord that says what a test tells it to. */
class StaffRosterTest {
  private static final long GUILD = 900;
  private static final Reply NOT_THERE =
      Reply.json(404, "{\"message\":\"Unknown Member\",\"code\":10007}");
  private static final Reply BROKEN = Reply.json(503, "{}");

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final ActorTestKit KIT = ActorTestKit.create();

  private final Map<String, Reply> answers = new ConcurrentHashMap<>();
  private final ScriptedDiscord discord =
      new ScriptedDiscord(request -> answers.getOrDefault(request.path(), NOT_THERE));
  private final DiscordRest rest = new DiscordRest(discord.access());
  private final GuildDirectory directory =
      new GuildDirectory(
          new DiscordSettings.Community(GUILD, GUILD, 901, List.of(), OptionalLong.empty()));

  /** How many of the next writes the database refuses. */
  private final AtomicInteger refusals = new AtomicInteger();

  private ActorRef<Void> running;
  private StaffRoster roster;
  private StaffMembership staff;

  @BeforeEach
  void start() {
    execute("truncate staff_member, staff_guild cascade");
    CompletableFuture<StaffRoster> started = new CompletableFuture<>();
    StaffRoster.Means means =
        new StaffRoster.Means(
            DATABASE.database(),
            this::fence,
            new PacedRest(rest, 50),
            directory,
            GUILD,
            new Backoff(Duration.ofMillis(20), Duration.ofMillis(50)));
    Behavior<Void> parent =
        Behaviors.setup(context -> {
          started.complete(StaffRoster.start(context, means));
          return Behaviors.empty();
        });
    running = KIT.spawn(parent);
    roster = started.join();
    roster.begin();
    staff = membership(roster);
  }

  @AfterEach
  void stop() {
    KIT.stop(running);
    rest.close();
    discord.close();
  }

  @AfterAll
  static void stopActors() {
    KIT.shutdownTestKit();
  }

  private void fence(Handle transaction) {
    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new StorageUnavailable("not now");
    }
  }

  /** As another node has it, with what it may ask of this one. */
  private static StaffMembership membership(StaffRoster asked) {
    return new StoredStaffMembership(
        DATABASE.database(),
        GUILD,
        new StoredStaffMembership.Roster() {
          @Override
          public CompletionStage<Optional<Member>> member(long user) {
            return asked.member(user);
          }

          @Override
          public CompletionStage<List<Member>> members(long after, int limit) {
            return asked.members(after, limit);
          }
        });
  }

  private static void execute(String statement) {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute(statement));
  }

  private static long rows() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("select count(*) from staff_member").mapTo(Long.class).one());
  }

  private static String path(long user) {
    return "/guilds/%d/members/%d".formatted(GUILD, user);
  }

  private static String json(long user, String name, String roles) {
    return "{'user':{'id':'%d','username':'%s','avatar':'a%d'},'nick':null,'roles':[%s]}"
        .formatted(user, name, user, roles)
        .replace('\'', '"');
  }

  private void discordSays(long user, String roles) {
    answers.put(path(user), Reply.json(200, json(user, "name", roles)));
  }

  private void seen(String type, String data) throws Exception {
    JsonNode json = new ObjectMapper().readTree(data.replace('\'', '"'));
    directory.seen(type, json);
    roster.seen(type, json);
  }

  private void changed(long user, String roles) throws Exception {
    seen(
        "GUILD_MEMBER_UPDATE",
        json(user, "name", roles).replaceFirst("\\{", "{\"guild_id\":\"" + GUILD + "\","));
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, SECONDS);
  }

  private Optional<Set<Long>> roles(long user) throws Exception {
    return result(staff.of(user)).map(Member::roles);
  }

  private void awaitRoles(long user, Long... roles) {
    await().atMost(20, SECONDS).until(() -> roles(user).equals(Optional.of(Set.of(roles))));
  }

  private void unknown(CompletionStage<?> stage) {
    assertThatThrownBy(() -> result(stage)).hasCauseInstanceOf(StaffUnknown.class);
  }

  @Test
  void anUnknownUserIsAskedOfDiscordOnce() throws Exception {
    discordSays(5, "'20','21'");
    CompletableFuture<Void> released = new CompletableFuture<>();
    discord.hold(_ -> true, released);
    CompletionStage<Optional<Member>> one = staff.of(5);
    CompletionStage<Optional<Member>> two = staff.of(5);
    await().until(() -> !discord.requests.isEmpty());
    released.complete(null);
    Member anna = new Member(5, "name", "name", Optional.of("a5"), Set.of(20L, 21L));
    assertThat(result(one)).contains(anna);
    assertThat(result(two)).contains(anna);
    assertThat(result(staff.of(5))).contains(anna);
    assertThat(discord.requests).hasSize(1);
    await().until(() -> rows() == 1);
  }

  @Test
  void whoIsNoMemberIsNotAskedForAgain() throws Exception {
    assertThat(roles(5)).isEmpty();
    await().until(() -> rows() == 1);
    assertThat(roles(5)).isEmpty();
    assertThat(discord.requests).hasSize(1);
    changed(5, "'20'");
    awaitRoles(5, 20L);
    assertThat(discord.requests).hasSize(1);
  }

  @Test
  void aRoleThatIsTakenAndAMemberWhoLeavesAreSeen() throws Exception {
    discordSays(5, "'20','21'");
    assertThat(roles(5)).contains(Set.of(20L, 21L));
    changed(5, "'21'");
    awaitRoles(5, 21L);
    seen("GUILD_MEMBER_REMOVE", "{'guild_id':'900','user':{'id':'5'}}");
    await().until(() -> roles(5).isEmpty());
    seen(
        "GUILD_MEMBER_ADD",
        "{'guild_id':'900','user':{'id':'5','username':'anna'},'nick':'Ann','roles':[]}");
    await()
        .until(() ->
            result(staff.of(5))
                .equals(Optional.of(new Member(5, "Ann", "anna", Optional.empty(), Set.of()))));
    assertThat(discord.requests).hasSize(1);
  }

  @Test
  void anEventOfSomebodyWhomNobodyAskedForMakesNoRow() throws Exception {
    discordSays(5, "'20'");
    assertThat(roles(5)).contains(Set.of(20L));
    changed(6, "'20'");
    seen("GUILD_MEMBER_ADD", "{'guild_id':'900','user':{'id':'7','username':'x'},'roles':[]}");
    seen("GUILD_MEMBER_REMOVE", "{'guild_id':'900','user':{'id':'8'}}");
    changed(5, "'21'");
    awaitRoles(5, 21L);
    await().until(() -> rows() > 0);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void eventsOfOtherGuildsChangeNothing() throws Exception {
    discordSays(5, "'20'");
    assertThat(roles(5)).contains(Set.of(20L));
    seen("GUILD_MEMBER_REMOVE", "{'guild_id':'1','user':{'id':'5'}}");
    seen("GUILD_MEMBER_UPDATE", "{'guild_id':'1','user':{'id':'5'},'roles':[]}");
    changed(5, "'22'");
    awaitRoles(5, 22L);
  }

  @Test
  void whileDiscordIsOutOfReachWhatWasKnownCounts() throws Exception {
    discordSays(5, "'20'");
    assertThat(roles(5)).contains(Set.of(20L));
    answers.put(path(5), Reply.RESET);
    answers.put(path(6), BROKEN);
    await().until(() -> rows() == 1);
    roster.begin();
    await().until(() -> discord.requests.size() >= 3);
    assertThat(roles(5)).contains(Set.of(20L));
    unknown(staff.of(6));
    unknown(staff.members(0, 10));
    assertThat(rows()).isEqualTo(1);
    discordSays(5, "'21'");
    awaitRoles(5, 21L);
  }

  @Test
  void whereNobodySpeaksToDiscordWhatIsKnownCounts() throws Exception {
    discordSays(5, "'20'");
    assertThat(roles(5)).contains(Set.of(20L));
    await().until(() -> rows() == 1);
    StaffMembership alone =
        new StoredStaffMembership(
            DATABASE.database(),
            GUILD,
            new StoredStaffMembership.Roster() {
              @Override
              public CompletionStage<Optional<Member>> member(long user) {
                return CompletableFuture.failedStage(new StorageUnavailable("nobody"));
              }

              @Override
              public CompletionStage<List<Member>> members(long after, int limit) {
                return CompletableFuture.failedStage(new StorageUnavailable("nobody"));
              }
            });
    assertThat(result(alone.of(5))).isPresent();
    unknown(alone.of(6));
    unknown(alone.members(0, 1));
  }

  @Test
  void aNewSessionAsksAnew() throws Exception {
    discordSays(5, "'20'");
    discordSays(6, "'20'");
    assertThat(roles(5)).contains(Set.of(20L));
    assertThat(roles(6)).contains(Set.of(20L));
    await().until(() -> rows() == 2);
    discordSays(5, "'21'");
    answers.put(path(6), NOT_THERE);
    seen("READY", "{'session_id':'s'}");
    awaitRoles(5, 21L);
    await().until(() -> roles(6).isEmpty());
    discordSays(6, "");
    seen("GUILD_CREATE", "{'id':'900','roles':[],'channels':[]}");
    awaitRoles(6);
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void aMemberWhomDiscordDoesNotAnswerForHoldsUpNobody() throws Exception {
    discordSays(5, "'20'");
    discordSays(6, "'20'");
    assertThat(roles(5)).contains(Set.of(20L));
    assertThat(roles(6)).contains(Set.of(20L));
    await().until(() -> rows() == 2);
    answers.put(path(5), BROKEN);
    discordSays(6, "'21'");
    roster.begin();
    awaitRoles(6, 21L);
    assertThat(roles(5)).contains(Set.of(20L));
  }

  @Test
  void anEventThatComesWhileDiscordIsAskedCounts() throws Exception {
    discordSays(5, "'20'");
    CompletableFuture<Void> released = new CompletableFuture<>();
    discord.hold(_ -> true, released);
    CompletionStage<Optional<Member>> asked = staff.of(5);
    await().until(() -> !discord.requests.isEmpty());
    changed(5, "'21'");
    released.complete(null);
    assertThat(result(asked).map(Member::roles)).contains(Set.of(21L));
    await().until(() -> rows() == 1);
    awaitRoles(5, 21L);
  }

  @Test
  void anEventThatDoesNotNameTheRolesIsAskedFor() throws Exception {
    discordSays(5, "'20'");
    assertThat(roles(5)).contains(Set.of(20L));
    await().until(() -> rows() == 1);
    roster.begin();
    await().until(() -> discord.requests.size() == 2);
    discordSays(5, "'21'");
    seen("GUILD_MEMBER_UPDATE", "{'guild_id':'900','user':{'id':'5'}}");
    awaitRoles(5, 21L);
  }

  @Test
  void aWriteThatFailsIsTriedAgainWithTheLastEvent() throws Exception {
    discordSays(5, "'20'");
    assertThat(roles(5)).contains(Set.of(20L));
    await().until(() -> rows() == 1);
    refusals.set(2);
    changed(5, "'21'");
    changed(5, "'22'");
    awaitRoles(5, 22L);
    assertThat(discord.requests).hasSize(1);
  }

  @Test
  void anEventBeforeTheFirstAnswerIsWrittenCounts() throws Exception {
    discordSays(5, "'20'");
    refusals.set(2);
    assertThat(roles(5)).contains(Set.of(20L));
    changed(5, "'21'");
    awaitRoles(5, 21L);
    await().until(() -> rows() == 1);
    awaitRoles(5, 21L);
    assertThat(discord.requests).hasSize(1);
  }

  @Test
  void whatCouldNotBeWrittenIsAskedAnew() throws Exception {
    discordSays(5, "'20'");
    assertThat(roles(5)).contains(Set.of(20L));
    await().until(() -> rows() == 1);
    discordSays(5, "'23'");
    refusals.set(5);
    changed(5, "'22'");
    awaitRoles(5, 23L);
    assertThat(discord.requests).hasSize(2);
  }

  @Test
  void rolesAndOwnerOfTheGuildAreKnownOnAnyNode() throws Exception {
    unknown(staff.roles());
    seen(
        "GUILD_CREATE",
        """
        {'id':'900','owner_id':'99','roles':[
          {'id':'900','name':'@everyone','position':0,'permissions':'0'},
          {'id':'30','name':'Admin','position':2,'permissions':'8','color':255},
          {'id':'20','name':'Team','position':1,'permissions':'1024'}]}
        """);
    StaffRoles.Role everyone = new StaffRoles.Role(GUILD, "@everyone", 0, 0, false);
    StaffRoles.Role team = new StaffRoles.Role(20, "Team", 0, 1, false);
    StaffRoles.Role admin = new StaffRoles.Role(30, "Admin", 255, 2, true);
    awaitRoles(new StaffRoles(GUILD, 99, List.of(admin, team, everyone)));
    seen("GUILD_ROLE_DELETE", "{'guild_id':'900','role_id':'30'}");
    seen(
        "GUILD_ROLE_UPDATE",
        "{'guild_id':'900','role':{'id':'20','name':'T','position':1,'permissions':'8'}}");
    seen("GUILD_UPDATE", "{'id':'900','owner_id':'98'}");
    awaitRoles(
        new StaffRoles(GUILD, 98, List.of(new StaffRoles.Role(20, "T", 0, 1, true), everyone)));
    seen("GUILD_DELETE", "{'id':'900','unavailable':true}");
    assertThat(result(staff.roles()).owner()).isEqualTo(98);
  }

  private void awaitRoles(StaffRoles expected) {
    await()
        .untilAsserted(() ->
            assertThat(staff.roles().toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(10))
                .isEqualTo(expected));
  }

  @Test
  void membersAreListedByDiscord() throws Exception {
    answers.put(
        "/guilds/900/members?limit=2&after=4",
        Reply.json(200, "[" + json(5, "anna", "\"20\"") + "," + json(6, "ben", "") + "]"));
    answers.put(
        "/guilds/900/members?after=4&limit=2",
        Reply.json(200, "[" + json(5, "anna", "\"20\"") + "," + json(6, "ben", "") + "]"));
    assertThat(result(staff.members(4, 2)))
        .containsExactly(
            new Member(5, "anna", "anna", Optional.of("a5"), Set.of(20L)),
            new Member(6, "ben", "ben", Optional.of("a6"), Set.of()));
    assertThatThrownBy(() -> staff.members(0, 1_001)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theRowsOfThoseWhoWereNotAskedForLongestGoFirst() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> {
          for (long user = 1; user <= 5; user++) {
            StaffRows.write(handle, GUILD, new StaffRows.Row(user, Optional.empty(), true));
            handle.execute(
                "update staff_member set asked = now() - make_interval(days => ?) where user_id ="
                    + " ?",
                (int) user,
                user);
          }
          StaffRows.write(handle, 1, new StaffRows.Row(9, Optional.empty(), true));
          assertThat(StaffRows.ask(handle, GUILD, 5)).isPresent();
          assertThat(StaffRows.users(handle, GUILD)).containsExactly(5L, 1L, 2L, 3L, 4L);
          assertThat(StaffRows.trim(handle, GUILD, 3)).containsExactlyInAnyOrder(3L, 4L);
          assertThat(StaffRows.users(handle, GUILD)).containsExactly(5L, 1L, 2L);
          assertThat(StaffRows.users(handle, 1)).isEmpty();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "'''nick'':''N''', '''global_name'':''G'',', N",
    "'''nick'':null', '''global_name'':''G'',', G",
    "'''nick'':null', '''global_name'':null,', u",
    "'''x'':1', '', u"
  })
  void theShownNameIsNicknameElseDisplayNameElseUserName(String nick, String display, String name)
      throws Exception {
    JsonNode member =
        new ObjectMapper()
            .readTree(
                "{%s,'user':{'id':'5',%s'username':'u'},'roles':['1']}"
                    .formatted(nick, display)
                    .replace('\'', '"'));
    assertThat(StaffMember.read(member))
        .contains(new Member(5, name, "u", Optional.empty(), Set.of(1L)));
  }
}
