package dev.switchboard.discord.dispatch;

import static dev.switchboard.discord.dispatch.DispatcherStage.open;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.api.ScriptedDiscord.Reply;
import dev.switchboard.discord.api.TinyDiscord;
import dev.switchboard.discord.api.TinyDiscord.Fault;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Job.Lane;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Outcome.Refusal;
import java.time.Duration;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where and how often channels and categories are made. */
class ChannelCreationTest {
  private final DispatcherStage stage = new DispatcherStage();
  private final TinyDiscord discord = stage.discord;

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void aChannelIsOpenedUnderTheInboxWithAValidName() {
    var job = open(7, false);
    stage.offer(job);
    long channel = ((Outcome.Sent) stage.outcome(job)).id();
    var made = stage.directory.channel(channel).orElseThrow();
    assertThat(made.name()).isEqualTo("some-name-7");
    assertThat(made.parent()).isEqualTo(TinyDiscord.INBOX);
    assertThat(discord.count("POST", ".*")).isEqualTo(1);
  }

  @Test
  void aChannelMadeInDoubtIsAdopted() {
    discord.fault(Fault.CUT_AFTERWARDS, 1, request -> request.path().endsWith("/channels"));
    var job = open(7, false);
    stage.offer(job);
    var outcome = stage.outcome(job);
    stage.restart(Duration.ofMinutes(2));
    stage.outcomes.clear();
    stage.offer(open(7, true));
    assertThat(stage.outcome(job)).isEqualTo(outcome);
    assertThat(discord.count("POST", ".*")).isEqualTo(1);
  }

  /** Discord's filter may find a member's name in the topic, too. */
  @Test
  void aChannelWhoseTopicIsRefusedIsMadeWithoutTheNameInIt() {
    String topic = "Ticket #7 · a · bad name · 99 · opened then";
    var job =
        new Job.OpenChannel(
            new Job.Key("ticket:7", 1), Lane.RELAY, "Some Name", topic, topic, false);
    discord.script(
        Reply.json(400, "{\"code\":50035,\"message\":\"x\",\"errors\":{\"topic\":{}}}"),
        1_000,
        request -> request.method().equals("POST") && request.body().contains("bad name"));
    discord.fault(
        Fault.CUT_AFTERWARDS,
        1,
        request -> request.method().equals("POST") && request.body().contains("#7 · 99"));
    stage.offer(job);
    long channel = ((Outcome.Sent) stage.outcome(job)).id();
    assertThat(stage.directory.channel(channel).orElseThrow().topic())
        .isEqualTo("Ticket #7 · 99 · opened then");
    assertThat(discord.count("POST", ".*")).isEqualTo(2);
  }

  @Test
  void manyTicketsMakeOneOverflowCategoryAfterAnother() {
    discord.fill(TinyDiscord.INBOX, 48);
    stage.directory.learnChannels(TinyDiscord.GUILD, discord.guildChannels());
    discord.fault(
        Fault.CUT_AFTERWARDS,
        1,
        request -> request.method().equals("POST") && request.body().contains("Inbox 2"));
    for (int i = 0; i < 60; i++) {
      stage.offer(open(i, false));
    }
    stage.awaitOutcomes(60);
    assertThat(stage.outcomes.values()).allMatch(list -> list.getFirst() instanceof Outcome.Sent);
    var categories =
        stage.directory.channels(TinyDiscord.GUILD).stream()
            .filter(channel -> channel.type() == GuildDirectory.CATEGORY)
            .toList();
    assertThat(categories)
        .extracting(GuildDirectory.Channel::name)
        .containsExactlyInAnyOrder("Inbox", "Inbox 2", "Inbox 3");
    assertThat(categories)
        .extracting(GuildDirectory.Channel::overwrites)
        .containsOnly(categories.getFirst().overwrites());
    assertThat(discord.count("POST", ".*channels")).isEqualTo(62);
  }

  @Test
  void discordsWordOnAFullCategoryCorrectsTheDirectory() {
    discord.fill(TinyDiscord.INBOX, 50);
    var job = open(1, false);
    stage.offer(job);
    long channel = ((Outcome.Sent) stage.outcome(job)).id();
    assertThat(stage.directory.channel(channel).orElseThrow().parent())
        .isNotEqualTo(TinyDiscord.INBOX);
  }

  @Test
  void aChannelThatEverybodySeesAndThatCannotBeHiddenIsDeletedAgain() {
    discord.inheritNothing();
    discord.fault(Fault.FORBIDDEN, 1_000_000, request -> request.method().equals("PATCH"));
    var job = open(7, false);
    stage.offer(job);
    assertThat(stage.outcome(job))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Refusal.FORBIDDEN);
              assertThat(refused.detail()).contains("Manage Roles");
            });
    assertThat(discord.ticketChannels()).isZero();
    assertThat(stage.directory.children(TinyDiscord.INBOX)).isZero();
  }

  @Test
  void aChannelThatStandsOpenIsHiddenBeforeAnotherOneIsMade() {
    discord.inheritNothing();
    discord.fault(
        Fault.FORBIDDEN,
        1_000_000,
        request -> request.method().equals("PATCH") || request.method().equals("DELETE"));
    for (int post = 1; post <= 3; post++) {
      var job = open(7, post, false);
      stage.offer(job);
      assertThat(stage.outcome(job))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.detail()).contains("hidden or deleted by hand"));
    }
    assertThat(discord.ticketChannels()).isEqualTo(1);
    discord.clearFaults();
    var job = open(7, 4, false);
    stage.offer(job);
    assertThat(stage.outcome(job)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.ticketChannels()).isEqualTo(1);
  }

  private void refuseChannels() {
    discord.fault(
        Fault.FORBIDDEN,
        1_000_000,
        request -> request.method().equals("POST") && request.path().endsWith("/channels"));
  }

  /** Asks for each channel that owners were told to ask for, as long as there are any. */
  private int askForSought(int from) {
    for (int next = from; ; next++) {
      int index = next;
      await().atMost(60, SECONDS).until(() -> stage.sought.size() > index);
      int ticket = Integer.parseInt(stage.sought.get(index).owner().replaceAll("\\D", ""));
      var job = open(ticket, 2, false);
      stage.offer(job);
      if (stage.outcome(job) instanceof Outcome.Refused || index == 19) {
        return index + 1;
      }
    }
  }

  /** One asks; when it gets its channel, the others do. */
  @Test
  void ticketsThatWereRefusedAChannelAskForItOnceSomethingHasChangedOneBeforeTheOthers() {
    refuseChannels();
    offerTickets(0, 19);
    long calls = discord.count("POST", ".*channels");
    assertThat(stage.sought).isEmpty();

    stage.look();
    int asked = askForSought(0);
    assertThat(asked).isEqualTo(1);
    assertThat(discord.count("POST", ".*channels")).isEqualTo(calls + 1);
    assertThat(stage.sought).hasSize(1);

    discord.clearFaults();
    stage.look();
    assertThat(askForSought(1)).isEqualTo(20);
    // The outcome of the last one, which was asked for twice, was known from the first time.
    await().atMost(60, SECONDS).until(() -> discord.ticketChannels() == 19);
    assertThat(stage.sought).hasSize(20);
  }

  private void offerOneByOne(int from, int to) {
    for (int i = from; i < to; i++) {
      offerTickets(i, i + 1);
    }
  }

  private static ObjectNode role(long id, long permissions) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("guild_id", Long.toString(TinyDiscord.GUILD));
    event
        .putObject("role")
        .put("id", Long.toString(id))
        .put("name", "Bots")
        .put("permissions", Long.toString(permissions));
    return event;
  }

  private static ObjectNode botsRoles(long... roles) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("guild_id", Long.toString(TinyDiscord.GUILD));
    event.putObject("user").put("id", Long.toString(TinyDiscord.BOT));
    ArrayNode ids = event.putArray("roles");
    LongStream.of(roles).mapToObj(Long::toString).forEach(ids::add);
    return event;
  }

  /** What may end the trouble of a channel that comes out open. */
  enum Change {
    ROLE_UPDATED,
    ROLE_GIVEN_TO_THE_BOT
  }

  @ParameterizedTest
  @EnumSource
  void whatCameOutWrongIsTriedOnceMoreAtOnceWhenWhatTheBotMayDoHasChanged(Change change) {
    stage.directory.bot(TinyDiscord.BOT);
    discord.inheritNothing();
    discord.ignore(Set.of(), Set.of("permission_overwrites"));
    offerOneByOne(0, 3);
    assertRefused(3, "did not hide it");
    assertThat(discord.count("POST", ".*channels")).isEqualTo(1);

    // Nothing that concerns the bot.
    stage.directory.seen("CHANNEL_DELETE", JsonNodeFactory.instance.objectNode().put("id", "1"));
    stage.look();
    offerOneByOne(3, 6);
    assertThat(discord.count("POST", ".*channels")).isEqualTo(1);

    discord.ignore(Set.of(), Set.of());
    switch (change) {
      case ROLE_UPDATED -> stage.directory.seen("GUILD_ROLE_UPDATE", role(77, 1 << 28));
      case ROLE_GIVEN_TO_THE_BOT -> stage.directory.seen("GUILD_MEMBER_UPDATE", botsRoles(77, 78));
    }
    stage.look();
    offerTickets(6, 9);
    assertThat(discord.ticketChannels()).isEqualTo(3);
  }

  @Test
  void whatStillComesOutWrongIsTriedOnceForEachChangeHoweverManyAsk() {
    discord.inheritNothing();
    discord.ignore(Set.of(), Set.of("permission_overwrites"));
    offerOneByOne(0, 3);
    for (int change = 1; change <= 3; change++) {
      stage.directory.seen("GUILD_ROLE_UPDATE", role(77, change));
      stage.look();
      offerOneByOne(3 * change, 3 * change + 3);
      stage.look();
      assertThat(discord.count("POST", ".*channels")).isEqualTo(1 + change);
    }
  }

  private void fullInbox() {
    discord.fill(TinyDiscord.INBOX, 50);
    stage.directory.learnChannels(TinyDiscord.GUILD, discord.guildChannels());
  }

  private void offerTickets(int from, int to) {
    for (int i = from; i < to; i++) {
      stage.offer(open(i, false));
    }
    stage.awaitOutcomes(to);
  }

  private void assertRefused(int tickets, String why) {
    assertThat(stage.outcomes).hasSize(tickets);
    assertThat(stage.outcomes.values())
        .allSatisfy(outcomes ->
            assertThat(outcomes.getFirst())
                .isInstanceOfSatisfying(
                    Outcome.Refused.class,
                    refused -> {
                      assertThat(refused.reason()).isEqualTo(Refusal.FORBIDDEN);
                      assertThat(refused.detail()).contains(why);
                    }));
  }

  @Test
  void aCategoryThatComesOutOpenIsMendedOnceThenDeletedAndNoneIsMadeForAWhile() {
    fullInbox();
    var overwrites = Set.of("permission_overwrites");
    discord.ignore(overwrites, overwrites);
    offerTickets(0, 20);
    assertRefused(20, "came out otherwise than the inbox");
    offerTickets(20, 40);
    assertRefused(40, "came out otherwise than the inbox");
    assertThat(discord.count("POST", ".*channels")).isEqualTo(1);
    assertThat(discord.count("PATCH", ".*")).isEqualTo(1);
    assertThat(discord.overflowCategories()).isEmpty();

    stage.pass(Duration.ofSeconds(51));
    offerTickets(40, 60);
    assertRefused(60, "came out otherwise than the inbox");
    assertThat(discord.count("POST", ".*channels")).isEqualTo(2);

    discord.ignore(Set.of(), Set.of());
    stage.pass(Duration.ofSeconds(101));
    var job = open(99, false);
    stage.offer(job);
    assertThat(stage.outcome(job)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.overflowCategories()).containsExactly("Inbox 2");
  }

  @Test
  void aCategoryThatComesOutOpenAndCannotBeDeletedIsMendedBeforeAnotherOneIsMade() {
    fullInbox();
    discord.ignore(Set.of("permission_overwrites"), Set.of());
    discord.fault(
        Fault.FORBIDDEN,
        1_000_000,
        request -> request.method().equals("PATCH") || request.method().equals("DELETE"));
    offerTickets(0, 5);
    assertRefused(5, "hide or delete it by hand");
    discord.clearFaults();
    stage.pass(Duration.ofSeconds(51));
    var job = open(99, false);
    stage.offer(job);
    assertThat(stage.outcome(job)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.overflowCategories()).containsExactly("Inbox 2");
  }

  @Test
  void aCategoryThatComesOutOpenAtFirstIsMendedAndUsed() {
    fullInbox();
    discord.ignore(Set.of("permission_overwrites"), Set.of());
    discord.fault(
        Fault.CUT_AFTERWARDS,
        1,
        request -> request.method().equals("POST") && request.body().contains("Inbox 2"));
    offerTickets(0, 20);
    assertThat(stage.outcomes.values()).allMatch(list -> list.getFirst() instanceof Outcome.Sent);
    assertThat(discord.overflowCategories()).containsExactly("Inbox 2");
  }

  @Test
  void aChannelThatComesOutElsewhereIsMovedAndHidden() {
    discord.ignore(Set.of("parent_id"), Set.of());
    var job = open(7, false);
    stage.offer(job);
    long channel = ((Outcome.Sent) stage.outcome(job)).id();
    var made = stage.directory.channel(channel).orElseThrow();
    assertThat(made.parent()).isEqualTo(TinyDiscord.INBOX);
    assertThat(made.overwrites())
        .isEqualTo(stage.directory.channel(TinyDiscord.INBOX).orElseThrow().overwrites());
  }

  @Test
  void aChannelThatDiscordSaysItHidAndDidNotIsDeletedAndNoneIsMadeForAWhile() {
    discord.inheritNothing();
    discord.ignore(Set.of(), Set.of("permission_overwrites"));
    for (int i = 0; i < 20; i++) {
      stage.offer(open(i, false));
      stage.awaitOutcomes(i + 1);
    }
    assertRefused(20, "did not hide it");
    assertThat(discord.ticketChannels()).isZero();
    assertThat(discord.count("POST", ".*channels")).isEqualTo(1);

    discord.ignore(Set.of(), Set.of());
    stage.pass(Duration.ofSeconds(51));
    offerTickets(20, 30);
    assertThat(discord.ticketChannels()).isEqualTo(10);
  }
}
