package dev.switchboard.discord.dispatch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.discord.api.Retry;
import dev.switchboard.discord.api.TinyDiscord;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.Outcomes;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Job.Lane;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.StoredFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.awaitility.core.ConditionFactory;

/** A dispatcher before a {@link TinyDiscord}, with a clock that can be moved forward. */
public final class DispatcherStage implements AutoCloseable {
  static final Duration NONCES_KEPT = Duration.ofMinutes(2);

  private static final DiscordSettings.Community PLACE =
      new DiscordSettings.Community(
          TinyDiscord.GUILD, TinyDiscord.GUILD, TinyDiscord.INBOX, List.of(), OptionalLong.empty());
  private static final Retry SOON = new Retry(Duration.ofMillis(20), Duration.ofMillis(200));

  public final TinyDiscord discord = new TinyDiscord();
  public final Map<Job.Key, List<Outcome>> outcomes = new ConcurrentHashMap<>();

  /** What their owners were asked to offer again. */
  public final List<Job.Key> wanted = new CopyOnWriteArrayList<>();

  /** Whose channels, refused before, were to be asked for anew. */
  final List<Job.Key> sought = new CopyOnWriteArrayList<>();

  public final GuildDirectory directory = new GuildDirectory(PLACE);
  private final ActorTestKit kit = ActorTestKit.create();
  private final DispatcherShown shown = DispatcherShown.idle();
  private final AtomicLong passed = new AtomicLong();
  private final AtomicInteger faults = new AtomicInteger();
  private final DiscordRest rest = new DiscordRest(discord.server.access());
  private final Retry retry;
  private String epoch = "first";
  private ActorRef<Dispatcher.Command> dispatcher;

  public DispatcherStage() {
    this(SOON);
  }

  DispatcherStage(Retry retry) {
    this.retry = retry;
    directory.learnChannels(TinyDiscord.GUILD, discord.guildChannels());
    dispatcher = start(NONCES_KEPT);
  }

  private ActorRef<Dispatcher.Command> start(Duration nonceMemory) {
    var limits = new DiscordSettings.Limits(1000, nonceMemory, 10_000_000);
    var terms =
        new Dispatcher.Terms(
            PLACE,
            limits,
            TinyDiscord.BOT,
            new NoncePrefix(epoch),
            retry,
            RepeatedFailures.Patience.of(Retry.upTo(Duration.ofSeconds(30))),
            () -> System.nanoTime() + passed.get(),
            TestWords.ENGLISH);
    return kit.spawn(
        Dispatcher.create(
            new Dispatcher.Means(
                new PacedRest(rest, limits.requestsPerSecond()),
                directory,
                new FewFiles(),
                terms,
                shown),
            new Outcomes() {
              @Override
              public void report(Job.Key key, Outcome outcome) {
                DispatcherStage.this.report(key, outcome);
              }

              @Override
              public void offerAgain(Job.Key key) {
                wanted.add(key);
              }

              @Override
              public void seekChannel(Job.Key key) {
                sought.add(key);
              }
            }));
  }

  /** Who may do what has changed. */
  public void look() {
    dispatcher.tell(new Dispatcher.Look());
  }

  /** The channel is one of the staff guild, and not only staff see it. */
  void everybodyReads(long channel) {
    read(channel, Permission.VIEW_CHANNEL.bit());
  }

  /** The same channel is hidden from others than staff, as those of the guild are. */
  void staffAloneRead(long channel) {
    read(channel, 0);
  }

  private void read(long channel, long everybody) {
    var known = JsonNodeFactory.instance.objectNode().put("id", Long.toString(channel));
    known
        .putArray("permission_overwrites")
        .addObject()
        .put("id", Long.toString(TinyDiscord.GUILD))
        .put("type", 0)
        .put("allow", Long.toString(everybody))
        .put("deny", "0");
    directory.learnChannel(TinyDiscord.GUILD, known);
    look();
  }

  private void report(Job.Key key, Outcome outcome) {
    if (faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("a fault that the test asked for");
    }
    outcomes.computeIfAbsent(key, _ -> new CopyOnWriteArrayList<>()).add(outcome);
  }

  /** The dispatcher meets a fault of its own at the next so many outcomes. */
  public void fault(int times) {
    faults.set(times);
  }

  /** Waits until it has met all faults that the test asked for. */
  public void awaitFaults() {
    patiently().until(() -> faults.get() == 0);
  }

  /** The dispatcher meets a fault of its own now, and begins anew some time later. */
  public void failNow() {
    fault(1);
    // Its outcome is reported at once: our copy of a file is missing.
    var missing = new StoredFile("absent", "b.png", 3, "image/png");
    var draft = new Draft("f", List.of(), List.of(missing), Draft.Pings.NONE, 0);
    offer(new Job.Send(new Job.Key("ticket:404", 1), 404, Lane.STAFF, draft, "n", 0, false));
    awaitFaults();
  }

  /** Changes when the dispatcher has begun anew. */
  public long memory() {
    return shown.memory().get();
  }

  public void awaitNewLife(long former) {
    await().atMost(60, SECONDS).until(() -> memory() != former);
  }

  /** Asks it to end; completes when it says that it has. */
  public CompletionStage<Done> end() {
    return AskPattern.ask(
        dispatcher, Dispatcher.Stop::new, Duration.ofSeconds(30), kit.system().scheduler());
  }

  /** For the dispatcher so much time has gone by; it notices with the next thing it is asked. */
  public void pass(Duration time) {
    passed.addAndGet(time.toNanos());
  }

  private void stop() {
    var probe = kit.<Done>createTestProbe();
    dispatcher.tell(new Dispatcher.Stop(probe.ref()));
    probe.expectTerminated(dispatcher, Duration.ofSeconds(30));
  }

  /** As after a restart: another dispatcher, with nothing in memory. */
  public void restart(Duration nonceMemory) {
    stop();
    dispatcher = start(nonceMemory);
  }

  /** As after a restart of the former version: its posts' nonces had no beginning. */
  void restartAsOf(String newEpoch) {
    stop();
    epoch = newEpoch;
    dispatcher = start(NONCES_KEPT);
  }

  /** As after a crash. */
  public void kill() {
    kit.stop(dispatcher);
    dispatcher = start(NONCES_KEPT);
  }

  public DispatcherStatus status() {
    return shown.status().get();
  }

  public void offer(Job... jobs) {
    offer(List.of(jobs));
  }

  public void offer(List<Job> jobs) {
    new ActorDispatch(dispatcher, shown.memory()::get).offer(jobs);
  }

  public void type(long channel) {
    new ActorDispatch(dispatcher, shown.memory()::get).type(channel);
  }

  public void awaitOutcomes(int count) {
    patiently().until(() -> outcomes.size() == count);
  }

  public Outcome outcome(Job job) {
    return outcome(job, 1);
  }

  /** What was reported the so many-th time. */
  Outcome outcome(Job job, int time) {
    patiently().until(() -> outcomes.getOrDefault(job.key(), List.of()).size() >= time);
    return outcomes.getOrDefault(job.key(), List.of()).get(time - 1);
  }

  /** Most of what tests wait for here comes within milliseconds. */
  static ConditionFactory patiently() {
    return await().atMost(60, SECONDS).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
  }

  static Job.Send send(long channel, long post, String text) {
    return send(channel, post, text, Lane.RELAY, 0, false);
  }

  static Job.Send send(
      long channel, long post, String text, Lane lane, long after, boolean doubtful) {
    var key = new Job.Key("ticket:" + channel, post);
    return new Job.Send(key, channel, lane, Draft.of(text), channel + "-" + post, after, doubtful);
  }

  static Job.OpenChannel open(long ticket, boolean doubtful) {
    return open(ticket, 1, doubtful);
  }

  static Job.OpenChannel open(long ticket, long post, boolean doubtful) {
    return new Job.OpenChannel(
        new Job.Key("ticket:" + ticket, post),
        Lane.RELAY,
        "Some.Name " + ticket,
        "Ticket [#" + ticket + "]",
        "[#" + ticket + "]",
        doubtful);
  }

  static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
    rest.close();
    discord.close();
  }
}
