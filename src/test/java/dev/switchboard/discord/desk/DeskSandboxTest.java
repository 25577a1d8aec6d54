package dev.switchboard.discord.desk;

import static dev.switchboard.discord.desk.DeskStage.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.api.BotIdentity;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Retry;
import dev.switchboard.discord.command.Wording;
import dev.switchboard.discord.gateway.FrameListener;
import dev.switchboard.discord.gateway.RawGateway;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.discord.inbox.FakeStaffInbox;
import dev.switchboard.discord.inbox.StoredEvent;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.rest.CheckedRest;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.text.DeskLanguages;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The desk against the look-alike Discord, over real sockets. */
class DeskSandboxTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension final CheckedRest checked = new CheckedRest();

  private final ActorTestKit kit = ActorTestKit.create();
  private final Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
  private final SandboxClient people = sandbox.client();
  private final long sam = sandbox.world().person("sam");
  private final long lounge = sandbox.world().staff().lounge();
  private final FakeStaffInbox inbox = new FakeStaffInbox();
  private final CompletableFuture<Void> gate = new CompletableFuture<>();
  private CompletableFuture<Void> handed = CompletableFuture.completedFuture(null);
  private DeskStage stage;
  private Desk desk;
  private RawGateway gateway;

  @BeforeEach
  void start() {
    begin(List.of(sandbox.world().staff().role()));
  }

  @AfterEach
  void stop() {
    gateway.close();
    kit.shutdownTestKit();
    stage.close();
    sandbox.close();
  }

  @Test
  void aSlashCommandIsRegisteredDeferredExecutedAndAnswered() {
    gate.complete(null);
    now(desk.registerCommands());
    now(desk.registerCommands());
    assertThat(people.requestCounts())
        .containsEntry("PUT /applications/{application}/guilds/{guild}/commands", 1L);
    long interaction = id(run("reply", object().put("message", "hello")));
    eventually(
        () -> assertThat(answer(interaction)).isEqualTo(TestWords.english(Wording.replied(1))));
    assertThat(stage.tickets.asked())
        .singleElement()
        .isInstanceOfSatisfying(
            TicketCommand.Reply.class,
            reply -> {
              assertThat(reply.source()).isEqualTo(interaction);
              assertThat(reply.by().id()).isEqualTo(sam);
              assertThat(reply.by().topRole()).isEqualTo("Staff");
              assertThat(reply.content().text()).isEqualTo("hello");
            });
  }

  @Test
  void aReplyIsEditedThroughItsMenuAndForm() {
    gate.complete(null);
    now(desk.registerCommands());
    long shown = id(people.send(sam, lounge, "a reply"));
    stage.tickets.answer(new TicketQuery.Found(3, true, sam, "the old text"));
    long menu = id(people.runMenu(sam, lounge, "Edit reply", 3, shown));
    eventually(() ->
        assertThat(people.interaction(menu).path("modal").toString()).contains("the old text"));
    people.submitModal(sam, menu, object().put("text", "the new text"));
    eventually(() ->
        assertThat(stage.tickets.asked(TicketCommand.EditReply.class))
            .singleElement()
            .satisfies(edit -> {
              assertThat(edit.number()).isEqualTo(3);
              assertThat(edit.text()).isEqualTo("the new text");
            }));
  }

  @Test
  void aReplysNumberIsSuggestedWhileItIsTyped() {
    gate.complete(null);
    now(desk.registerCommands());
    stage.tickets.answer(
        new TicketQuery.FoundReplies(
            List.of(new TicketQuery.Excerpt(12, "w".repeat(80)), new TicketQuery.Excerpt(1, ""))));
    JsonNode choices = suggested("edit", "number", "1");
    assertThat(choices.findValuesAsText("value")).containsExactly("12", "1");
    assertThat(choices.findValuesAsText("name")).containsExactly("#12 · " + "w".repeat(80), "#1");
    assertThat(stage.tickets.queried()).containsExactly(new TicketQuery.FindReplies("1", 25));
    stage.tickets.answer(new TicketQuery.FoundReplies(List.of()));
    assertThat(suggested("delete", "number", "")).isEmpty();
    stage.tickets.answer(CompletableFuture.failedStage(new TimeoutException()));
    assertThat(suggested("delete", "number", "1")).isEmpty();
  }

  @Test
  void nothingIsSuggestedToWhoIsNotStaff() {
    restartWithRoles(List.of(4_711L));
    assertThat(suggested("edit", "number", "1")).isEmpty();
    assertThat(stage.tickets.asked()).isEmpty();
  }

  private JsonNode suggested(String command, String option, String typed) {
    long interaction =
        id(people.complete(sam, lounge, command, object().put(option, typed), option));
    eventually(() -> assertThat(people.interaction(interaction).has("choices")).isTrue());
    assertThat(people.interaction(interaction).path("failed").asBoolean()).isFalse();
    return people.interaction(interaction).path("choices");
  }

  private void restartWithRoles(List<Long> roles) {
    gateway.close();
    stage.close();
    begin(roles);
    gate.complete(null);
    now(desk.registerCommands());
  }

  @Test
  void whoIsNotStaffIsRefused() {
    restartWithRoles(List.of(4_711L));
    long interaction = id(run("close", object()));
    eventually(
        () -> assertThat(answer(interaction)).isEqualTo(TestWords.english(Wording.NOT_STAFF)));
    eventually(() -> assertThat(inbox.settled()).contains("interaction " + interaction));
    assertThat(stage.tickets.asked()).isEmpty();
  }

  @Test
  void anInteractionThatIsSeenTooLateIsNotExecuted() {
    now(desk.registerCommands());
    run("close", object());
    people.advanceClock(Duration.ofSeconds(10));
    gate.complete(null);
    eventually(() ->
        assertThat(stage.tickets.asked(TicketCommand.Remark.class))
            .singleElement()
            .satisfies(remark -> assertThat(remark.text()).contains("`/close`", "not executed")));
    assertThat(stage.tickets.asked(TicketCommand.Close.class)).isEmpty();
  }

  private void begin(List<Long> roles) {
    var world = sandbox.world();
    var community =
        new DiscordSettings.Community(
            world.communityGuild(),
            world.staff().guild(),
            world.staff().inboxCategory(),
            roles,
            OptionalLong.empty());
    var access = new DiscordSettings.Access(sandbox.botToken(), URI.create(sandbox.apiUrl()));
    var settings =
        new DiscordSettings(
            access,
            community,
            "!",
            new DiscordSettings.Limits(50, Duration.ofMinutes(1), 1_000_000),
            Retry.upTo(Duration.ofSeconds(30)));
    stage = new DeskStage(access, community, lounge);
    var directory = new GuildDirectory(community);
    var surroundings =
        new Desk.Surroundings(
            settings,
            new DeskLanguages(TestWords.ENGLISH, List.of()),
            directory,
            new BotIdentity(world.bot(), world.bot(), "Switchboard"),
            () -> Duration.ZERO,
            true);
    CompletableFuture<Desk> started = new CompletableFuture<>();
    kit.spawn(
        Behaviors.setup(context -> {
          started.complete(
              Desk.start(
                  context, surroundings, stage.ports, new Desk.Stores(inbox, DATABASE.database())));
          return Behaviors.empty();
        }));
    desk = now(started);
    gateway = new RawGateway(sandbox.port(), sandbox.botToken(), frames(directory));
    await().until(() -> directory.owner(world.staff().guild()).isPresent());
  }

  /**
   * Keeps the directory, and once the gate is open shows interactions to the desk, as intake does.
   */
  private FrameListener frames(GuildDirectory directory) {
    Desk shown = desk;
    return (type, data) -> {
      directory.seen(type, data);
      if (type.equals("INTERACTION_CREATE")) {
        handed =
            CompletableFuture.allOf(handed, gate)
                .thenRun(() -> {
                  shown.seen(type, data);
                  var event =
                      new StoredEvent(
                          StoredEvent.INTERACTION,
                          data.path("id").asText(),
                          StoredEvent.channelRoute(data.path("channel_id").asLong()),
                          data.path("id").asLong(),
                          data.toString());
                  inbox.store(event);
                  shown.deliver(event);
                });
      }
    };
  }

  private JsonNode run(String name, ObjectNode options) {
    return people.runCommand(sam, lounge, name, options);
  }

  private String answer(long interaction) {
    return people.interaction(interaction).path("response").path("content").asText();
  }

  private static long id(JsonNode node) {
    return node.path("id").asLong();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
  }
}
