package dev.switchboard.discord;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.discord.TinyDiscord.Fault;
import dev.switchboard.ticket.Draft;
import dev.switchboard.ticket.Job;
import dev.switchboard.ticket.Job.Lane;
import dev.switchboard.ticket.Outcome;
import dev.switchboard.ticket.Outcome.Refusal;
import dev.switchboard.ticket.StoredFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private static final DiscordSettings.Place PLACE =
      new DiscordSettings.Place(
          TinyDiscord.GUILD, TinyDiscord.GUILD, TinyDiscord.INBOX, List.of(), OptionalLong.empty());
  private static final Retry SOON = new Retry(Duration.ofMillis(20), Duration.ofMillis(200));

  private static ActorTestKit kit;

  private final Map<Job.Key, List<Outcome>> outcomes = new ConcurrentHashMap<>();
  private final AtomicReference<DispatcherStatus> status =
      new AtomicReference<>(DispatcherStatus.IDLE);
  private final GuildDirectory directory = new GuildDirectory(PLACE);
  private TinyDiscord discord;
  private DiscordRest rest;
  private ActorRef<Dispatcher.Command> dispatcher;

  @BeforeAll
  static void startActors() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stopActors() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void startDiscord() {
    discord = new TinyDiscord();
    rest = new DiscordRest(discord.server.access());
    directory.learnChannels(TinyDiscord.GUILD, discord.guildChannels());
    dispatcher = start(Duration.ofMinutes(2));
  }

  @AfterEach
  void stopDiscord() {
    stop(dispatcher);
    rest.close();
    discord.close();
  }

  private ActorRef<Dispatcher.Command> start(Duration nonceMemory) {
    var limits = new DiscordSettings.Limits(1000, nonceMemory, 10_000_000);
    var terms = new Dispatcher.Terms(PLACE, limits, TinyDiscord.BOT, SOON);
    var files = new FewFiles();
    return kit.spawn(
        Dispatcher.create(
            new Dispatcher.Means(
                new PacedRest(rest, limits.requestsPerSecond()), directory, files, terms, status),
            (key, outcome) ->
                outcomes.computeIfAbsent(key, _ -> new CopyOnWriteArrayList<>()).add(outcome)));
  }

  private static void stop(ActorRef<Dispatcher.Command> running) {
    var probe = kit.<Done>createTestProbe();
    running.tell(new Dispatcher.Stop(probe.ref()));
    probe.expectTerminated(running, Duration.ofSeconds(30));
  }

  /** As after a restart: another dispatcher, with nothing in memory. */
  private void restart(Duration nonceMemory) {
    stop(dispatcher);
    dispatcher = start(nonceMemory);
  }

  private void offer(Job... jobs) {
    new ActorDispatch(dispatcher).offer(List.of(jobs));
  }

  private void awaitOutcomes(int count) {
    await().atMost(20, SECONDS).until(() -> outcomes.size() == count);
  }

  private Outcome outcome(Job job) {
    await().atMost(20, SECONDS).until(() -> !outcomes.getOrDefault(job.key(), List.of()).isEmpty());
    return outcomes.getOrDefault(job.key(), List.of()).getFirst();
  }

  private static Job.Send send(long channel, long post, String text) {
    return send(channel, post, text, Lane.RELAY, 0, false);
  }

  private static Job.Send send(
      long channel, long post, String text, Lane lane, long after, boolean doubtful) {
    var key = new Job.Key("ticket:" + channel, post);
    return new Job.Send(key, channel, lane, Draft.of(text), channel + "-" + post, after, doubtful);
  }

  private static Job.OpenChannel open(long ticket, boolean doubtful) {
    return new Job.OpenChannel(
        new Job.Key("ticket:" + ticket, 1),
        Lane.RELAY,
        "Some.Name " + ticket,
        "Ticket [#" + ticket + "]",
        "[#" + ticket + "]",
        doubtful);
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  @Test
  void aChannelsPostsKeepTheirOrderWhateverFails() {
    discord.fault(Fault.FAILS, 3, TinyDiscord.posts());
    discord.fault(Fault.FAILS_AFTERWARDS, 3, TinyDiscord.posts());
    discord.fault(Fault.CUT_AFTERWARDS, 3, TinyDiscord.posts());
    for (int i = 0; i < 20; i++) {
      offer(send(5, i, Integer.toString(i)));
    }
    awaitOutcomes(20);
    assertThat(discord.contents(5)).isEqualTo(numbers(20));
  }

  @Test
  void aPostWhoseAnswerIsLostAppearsOnceByItsNonce() {
    discord.fault(Fault.CUT_AFTERWARDS, 1, TinyDiscord.posts());
    var job = send(5, 1, "once");
    offer(job);
    assertThat(outcome(job)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("once");
    assertThat(discord.count("GET", ".*")).isZero();
  }

  @Test
  void aPostWhoseNonceIsForgottenIsFoundInTheHistory() {
    restart(Duration.ZERO);
    discord.forgetNonces();
    long before = discord.existing(5, "twice?");
    discord.fault(Fault.FAILS_AFTERWARDS, 1, TinyDiscord.posts());
    var job = send(5, 1, " twice? ", Lane.RELAY, before, false);
    offer(job);
    assertThat(outcome(job)).isEqualTo(new Outcome.Sent(before + 1));
    assertThat(discord.contents(5)).containsExactly("twice?", "twice?");
  }

  @Test
  void aPostThatFailedWithoutADeedIsSentAfterTheHistoryWasRead() {
    restart(Duration.ZERO);
    discord.forgetNonces();
    discord.fault(Fault.FAILS, 2, TinyDiscord.posts());
    var job = send(5, 1, "x");
    offer(job);
    assertThat(outcome(job)).isInstanceOf(Outcome.Sent.class);
    assertThat(discord.contents(5)).containsExactly("x");
  }

  @Test
  void identicalTextsInARowAllAppearEvenInDoubt() {
    restart(Duration.ZERO);
    discord.forgetNonces();
    discord.fault(Fault.FAILS_AFTERWARDS, 2, TinyDiscord.posts());
    offer(send(5, 1, "same"), send(5, 2, "same"), send(5, 3, "same"));
    awaitOutcomes(3);
    assertThat(discord.contents(5)).containsExactly("same", "same", "same");
    assertThat(outcomes.values().stream().flatMap(List::stream).distinct()).hasSize(3);
  }

  @Test
  void whatAnEarlierProcessPostedIsFoundBehindTheLastKnownMessage() {
    discord.forgetNonces();
    long known = discord.existing(5, "a");
    for (int i = 0; i < 120; i++) {
      discord.existing(5, "other " + i);
    }
    discord.existing(5, "b");
    offer(
        send(5, 2, "b", Lane.RELAY, known, true),
        send(5, 3, "b", Lane.RELAY, known, true),
        send(5, 4, "c", Lane.RELAY, known, true));
    awaitOutcomes(3);
    assertThat(discord.contents(5)).hasSize(124).endsWith("b", "b", "c");
  }

  @Test
  void aKilledDispatchersJobsAreDoneOnceWhenOfferedAgain() {
    discord.forgetNonces();
    discord.latency(Duration.ofMillis(100));
    var first = new ArrayList<Job>();
    var again = new ArrayList<Job>();
    for (int i = 0; i < 10; i++) {
      first.add(send(5, i, "n" + i));
      again.add(send(5, i, "n" + i, Lane.RELAY, 0, true));
    }
    new ActorDispatch(dispatcher).offer(first);
    await().until(() -> discord.contents(5).size() >= 3);
    kit.stop(dispatcher);
    dispatcher = start(Duration.ofMinutes(2));
    outcomes.clear();
    new ActorDispatch(dispatcher).offer(again);
    awaitOutcomes(10);
    assertThat(discord.contents(5))
        .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "n" + i).toList());
  }

  @Test
  void aJobThatIsHeldOrOverIsNotDoneAgain() {
    discord.latency(Duration.ofMillis(50));
    var job = send(5, 1, "x");
    offer(job, job);
    offer(job);
    outcome(job);
    offer(job);
    await().until(() -> outcomes.getOrDefault(job.key(), List.of()).size() == 2);
    assertThat(discord.count("POST", ".*")).isEqualTo(1);
  }

  @Test
  void fivePostsInFiveSecondsAreWaitedForRatherThanRefused() {
    discord.limit();
    for (int i = 0; i < 12; i++) {
      offer(send(5, i, Integer.toString(i)), send(6, i, Integer.toString(i)));
    }
    awaitOutcomes(24);
    assertThat(discord.refusedAsTooEarly).hasValue(0);
    assertThat(discord.contents(5)).isEqualTo(numbers(12));
  }

  @Test
  void aFloodInOneChannelDoesNotDelayAnother() {
    discord.limit();
    for (int i = 0; i < 60; i++) {
      offer(send(5, i, Integer.toString(i)));
    }
    var other = send(6, 1, "b");
    long start = System.nanoTime();
    offer(other);
    outcome(other);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aChannelThatAlwaysFailsDoesNotHoldTheOthers() {
    discord.fault(Fault.FAILS, 1_000_000, TinyDiscord.posts(5));
    offer(send(5, 1, "never"));
    for (int i = 0; i < 20; i++) {
      var job = send(6, i, Integer.toString(i));
      offer(job);
      outcome(job);
    }
    assertThat(discord.contents(5)).isEmpty();
    assertThat(status.get().outage()).isFalse();
    assertThat(status.get().waiting().total()).isEqualTo(1);
    discord.clearFaults();
    awaitOutcomes(21);
  }

  @Test
  void anOutageIsProbedSlowlyAndEndsAtOnce() {
    discord.fault(Fault.FAILS, 1_000_000, _ -> true);
    for (int i = 0; i < 200; i++) {
      offer(send(100 + i, 1, "x"));
    }
    await().until(() -> status.get().outage());
    long before = discord.count("POST", ".*");
    await().pollDelay(Duration.ofMillis(400)).until(() -> true);
    assertThat(discord.count("POST", ".*") - before).isLessThanOrEqualTo(130);
    discord.clearFaults();
    awaitOutcomes(200);
    assertThat(status.get().outage()).isFalse();
  }

  @Test
  void editsAndRemovalsStandBehindThePostsBeforeThem() {
    long message = discord.existing(5, "old");
    var key = new Job.Key("ticket:5", 100);
    var amend = new Job.Amend(key, 5, Lane.RELAY, message, Draft.of("new"));
    offer(send(5, 1, "post"), amend);
    assertThat(outcome(amend)).isEqualTo(new Outcome.Done());
    assertThat(discord.contents(5)).containsExactly("new", "post");
    var remove = new Job.Remove(new Job.Key("ticket:5", 101), 5, Lane.RELAY, message);
    offer(remove);
    assertThat(outcome(remove)).isEqualTo(new Outcome.Done());
    var gone = new Job.Amend(new Job.Key("ticket:5", 102), 5, Lane.RELAY, message, Draft.of("?"));
    var goneToo = new Job.Remove(new Job.Key("ticket:5", 103), 5, Lane.RELAY, message);
    offer(gone, goneToo);
    assertThat(outcome(gone))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.MESSAGE_GONE));
    assertThat(outcome(goneToo)).isEqualTo(new Outcome.Done());
    var close = new Job.CloseChannel(new Job.Key("ticket:5", 104), 4, Lane.RELAY, "closed");
    offer(close);
    assertThat(outcome(close)).isEqualTo(new Outcome.Done());
  }

  @Test
  void filesAreReadAnewAndAMissingOneIsRefused() {
    var file = new StoredFile(FewFiles.KEY, "a.png", 3, "image/png");
    var missing = new StoredFile("absent", "b.png", 3, "image/png");
    discord.fault(Fault.FAILS, 1, TinyDiscord.posts());
    var good = withFile(1, file);
    var bad = withFile(2, missing);
    offer(good, bad);
    assertThat(outcome(good)).isInstanceOf(Outcome.Sent.class);
    assertThat(outcome(bad))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.INVALID));
  }

  private static Job.Send withFile(long post, StoredFile file) {
    var draft = new Draft("f", List.of(), List.of(file), Draft.Pings.NONE, 0);
    return new Job.Send(new Job.Key("t", post), 5, Lane.RELAY, draft, "n" + post, 0, false);
  }

  @Test
  void aChannelIsOpenedUnderTheInboxWithAValidName() {
    var job = open(7, false);
    offer(job);
    long channel = ((Outcome.Sent) outcome(job)).id();
    var made = directory.channel(channel).orElseThrow();
    assertThat(made.name()).isEqualTo("some-name-7");
    assertThat(made.parent()).isEqualTo(TinyDiscord.INBOX);
    assertThat(discord.count("POST", ".*")).isEqualTo(1);
  }

  @Test
  void aChannelMadeInDoubtIsAdopted() {
    discord.fault(Fault.CUT_AFTERWARDS, 1, request -> request.path().endsWith("/channels"));
    var job = open(7, false);
    offer(job);
    var outcome = outcome(job);
    restart(Duration.ofMinutes(2));
    outcomes.clear();
    offer(open(7, true));
    assertThat(outcome(job)).isEqualTo(outcome);
    assertThat(discord.count("POST", ".*")).isEqualTo(1);
  }

  @Test
  void manyTicketsMakeOneOverflowCategoryAfterAnother() {
    discord.fill(TinyDiscord.INBOX, 48);
    directory.learnChannels(TinyDiscord.GUILD, discord.guildChannels());
    discord.fault(
        Fault.CUT_AFTERWARDS,
        1,
        request -> request.method().equals("POST") && request.body().contains("Inbox 2"));
    for (int i = 0; i < 60; i++) {
      offer(open(i, false));
    }
    awaitOutcomes(60);
    assertThat(outcomes.values()).allMatch(list -> list.getFirst() instanceof Outcome.Sent);
    var categories =
        directory.channels(TinyDiscord.GUILD).stream()
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
    offer(job);
    long channel = ((Outcome.Sent) outcome(job)).id();
    assertThat(directory.channel(channel).orElseThrow().parent()).isNotEqualTo(TinyDiscord.INBOX);
  }

  @Test
  void typingIsShownOnceInAWhile() {
    var dispatch = new ActorDispatch(dispatcher);
    for (int i = 0; i < 5; i++) {
      dispatch.type(5);
    }
    dispatch.type(6);
    await().until(() -> discord.count("POST", ".*/typing") == 2);
  }

  @Test
  void aThousandChannelsGoSideBySide() {
    for (int i = 0; i < 1000; i++) {
      offer(send(1000 + i, 1, "x"));
    }
    awaitOutcomes(1000);
    assertThat(status.get().waiting().total()).isZero();
    assertThat(status.get().oldestJob()).isEmpty();
  }
}
