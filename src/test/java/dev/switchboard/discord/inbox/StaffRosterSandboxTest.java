package dev.switchboard.discord.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.access.grant.Member;
import dev.switchboard.access.grant.StaffMembership;
import dev.switchboard.access.grant.StaffRoles;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.api.Retry;
import dev.switchboard.discord.gateway.GatewayLink;
import dev.switchboard.discord.gateway.GatewayMonitor;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.discord.guild.StaffRoster;
import dev.switchboard.discord.guild.StoredStaffMembership;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.rest.CheckedRest;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.text.TestWords;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The staff guild's members by the gateway of the look-alike Discord. */
final class StaffRosterSandboxTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final ActorTestKit KIT = ActorTestKit.create();

  @RegisterExtension final CheckedRest checked = new CheckedRest();

  private final Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
  private final long guild = sandbox.world().staff().guild();
  private final long role = sandbox.world().staff().role();
  private final DiscordSettings settings =
      new DiscordSettings(
          new DiscordSettings.Access(sandbox.botToken(), URI.create(sandbox.apiUrl())),
          new DiscordSettings.Community(
              sandbox.world().communityGuild(),
              guild,
              sandbox.world().staff().inboxCategory(),
              List.of(role),
              OptionalLong.empty()),
          "!",
          new DiscordSettings.Limits(45, Duration.ofMinutes(2), 10 << 20),
          Retry.upTo(Duration.ofSeconds(30)));
  private final DiscordRest rest = new DiscordRest(settings.access());
  private final GuildDirectory directory = new GuildDirectory(settings.place());
  private final GatewayMonitor monitor = new GatewayMonitor();
  private final CompletableFuture<StaffRoster> roster = new CompletableFuture<>();
  private final ActorRef<Void> parent =
      KIT.spawn(
          Behaviors.setup(context -> {
            roster.complete(
                StaffRoster.start(
                    context,
                    new StaffRoster.Means(
                        DATABASE.database(),
                        _ -> {},
                        new PacedRest(rest, 45),
                        directory,
                        guild,
                        StaffRoster.Means.PAUSES)));
            return Behaviors.empty();
          }));
  private final StaffMembership staff =
      new StoredStaffMembership(DATABASE.database(), guild, new Here());
  private Optional<ActorRef<GatewayLink.Message>> link = Optional.empty();

  private final class Here implements StoredStaffMembership.Roster {
    @Override
    public CompletionStage<Optional<Member>> member(long user) {
      return roster.join().member(user);
    }

    @Override
    public CompletionStage<List<Member>> members(long after, int limit) {
      return roster.join().members(after, limit);
    }
  }

  private ActorRef<GatewayLink.Message> connected() {
    FakeConversations conversations = new FakeConversations();
    RecordedDeliveries delivered = new RecordedDeliveries();
    CompletableFuture<GatewayLink.FirstConnection> first = new CompletableFuture<>();
    ActorRef<GatewayLink.Message> gateway =
        KIT.spawn(
            GatewayIntake.create(
                new GatewayIntake.Sources(
                    settings,
                    new FencedDatabase(DATABASE.database(), Fence.NONE),
                    rest,
                    new TicketChannels(DATABASE.database(), _ -> false),
                    new GatewayIntake.History(
                        conversations.history(DATABASE.database(), rest::exchange, settings),
                        conversations),
                    _ -> false),
                new GatewayIntake.Listeners(
                    delivered,
                    delivered,
                    (type, data) -> {
                      directory.seen(type, data);
                      roster.join().seen(type, data);
                    },
                    _ -> Optional.empty(),
                    () -> "",
                    TestWords.ENGLISH),
                monitor,
                first));
    await().atMost(Duration.ofSeconds(30)).until(first::isDone);
    return gateway;
  }

  @BeforeEach
  void connect() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute("truncate staff_member, staff_guild, gateway_session cascade"));
    roster.join().begin();
    link = Optional.of(connected());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> directory.presence(guild) == GuildDirectory.Presence.PRESENT);
  }

  @AfterEach
  void close() {
    link.ifPresent(KIT::stop);
    KIT.stop(parent);
    rest.close();
    sandbox.close();
  }

  @AfterAll
  static void stopActors() {
    KIT.shutdownTestKit();
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private Optional<Set<Long>> roles(long user) throws Exception {
    return result(staff.of(user)).map(Member::roles);
  }

  private void awaitRoles(long user, Optional<Set<Long>> expected) {
    await().atMost(Duration.ofSeconds(30)).until(() -> roles(user).equals(expected));
  }

  private void role(String method, long user) {
    sandbox
        .client()
        .call(
            method,
            "/control/guilds/%d/members/%d/roles/%d".formatted(guild, user, role),
            JsonNodeFactory.instance.objectNode());
  }

  @Test
  void rolesMembersAndLostSessionsAreSeen() throws Exception {
    long anna = sandbox.client().createUser("anna.roster", Duration.ofDays(90), guild);
    awaitRoles(anna, Optional.of(Set.of()));
    role("PUT", anna);
    awaitRoles(anna, Optional.of(Set.of(role)));
    role("DELETE", anna);
    awaitRoles(anna, Optional.of(Set.of()));
    role("PUT", anna);
    awaitRoles(anna, Optional.of(Set.of(role)));

    sandbox.client().leave(guild, anna);
    awaitRoles(anna, Optional.empty());
    sandbox.client().join(guild, anna);
    awaitRoles(anna, Optional.of(Set.of()));

    role("PUT", anna);
    awaitRoles(anna, Optional.of(Set.of(role)));
    sandbox.client().gateway("forget_sessions", JsonNodeFactory.instance.objectNode());
    sandbox.client().dropGateway(false);
    role("DELETE", anna);
    awaitRoles(anna, Optional.of(Set.of()));
  }

  @Test
  void membersAndRolesAreListed() throws Exception {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            staff.roles().handle((_, failure) -> failure == null).toCompletableFuture().join());
    StaffRoles roles = result(staff.roles());
    assertThat(roles.roles()).extracting(StaffRoles.Role::id).contains(guild, role);
    List<Member> all = result(staff.members(0, 1_000));
    assertThat(all).hasSizeGreaterThan(1);
    List<Member> others = result(staff.members(all.getFirst().id(), 1_000));
    assertThat(others).isEqualTo(all.subList(1, all.size()));
  }
}
