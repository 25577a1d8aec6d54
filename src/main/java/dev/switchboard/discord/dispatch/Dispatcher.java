package dev.switchboard.discord.dispatch;

import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.api.Procedure;
import dev.switchboard.discord.api.RateLimits;
import dev.switchboard.discord.api.Refusals;
import dev.switchboard.discord.api.Retry;
import dev.switchboard.discord.guild.ChannelPlacement;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.discord.guild.GuildWatch;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.storage.FileStore;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Outcomes;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the jobs of all tickets and correspondents on Discord, one for each bot. A channel's jobs go
 * strictly one after another; channels go side by side, chosen by lane and in turn, within what
 * {@link RateLimits} allows. What fails is tried again without end; what may have been done is
 * looked up before it is done again ({@link Posting}, {@link Opening}).
 *
 * <p>All it knows is in memory: owners offer again what they have no outcome for.
 */
public final class Dispatcher extends AbstractBehavior<Dispatcher.Command> {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /** Discord hanging must not pile up calls without end. */
  private static final int MOST_IN_FLIGHT = 120;

  /** How often to look whether a bucket that nothing was known of has become known. */
  private static final long RECHECK = Duration.ofMillis(25).toNanos();

  /** How often what is withheld is looked at again, should no event have told. */
  private static final long RELOOK = Duration.ofSeconds(5).toNanos();

  /** So many server errors in a row on one job, while others succeed, are told of in the log. */
  private static final int NO_ACCIDENT = 4;

  /** What changes within such a time is one change, of which Discord tells piece by piece. */
  private static final Duration ONE_CHANGE = Duration.ofSeconds(2);

  private static final Duration FORBIDDEN_PAUSE = Duration.ofSeconds(1);

  /** How long calls under way may take to be answered when it stops. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  /** What the dispatcher is asked. */
  public sealed interface Command extends ClusterMessage {}

  /** Take over these jobs. */
  public record Take(Dispatch.Offer offer) implements Command {}

  /** The directory of the guilds has changed in what says who reads where. */
  public record Look() implements Command {}

  /** Show the bot typing. */
  public record Type(long channel) implements Command {}

  /**
   * Make no call any more and stop once those under way are answered, after 5 s at the latest. What
   * is not over stays pending with its owner.
   */
  public record Stop(ActorRef<Done> replyTo) implements Command {}

  /**
   * What came of a call.
   *
   * @param by which life of the dispatcher made it: a line of a former one is forgotten
   */
  private record Answered(Dispatcher by, Line line, Call call, Answer answer) implements Command {}

  private record Unreadable(Dispatcher by, Line line, Throwable why) implements Command {}

  private enum Tick implements Command {
    WAKE,
    /** Permissions have changed. */
    PERMITTED,
    ENOUGH
  }

  /**
   * What the dispatcher works with.
   *
   * @param shown what others see of it
   */
  public record Means(
      PacedRest rest,
      GuildDirectory directory,
      FileStore files,
      Terms terms,
      DispatcherShown shown) {}

  /**
   * By what it abides.
   *
   * @param bot the bot's own user id
   * @param epoch what the nonces of posts begin with
   * @param retry how long to wait before what failed is tried again
   * @param patience how long Discord may fail on one job
   * @param time nanoseconds, as those of {@link System#nanoTime}
   */
  public record Terms(
      DiscordSettings.Place place,
      DiscordSettings.Limits limits,
      long bot,
      NonceEpoch epoch,
      Retry retry,
      Stubborn.Patience patience,
      LongSupplier time) {}

  private final TimerScheduler<Command> timers;
  private final Lasting lasting;
  private final Lasting.Former former;
  private final Means means;
  private final Outcomes outcomes;
  private final long memory;
  private final RateLimits limits;
  private final Weather weather;
  private final ChannelPlacement placement;
  private final Ledger ledger = new Ledger();
  private final RefusedOpenings refused = new RefusedOpenings();
  private final Turns turns = new Turns();
  private final Typing typing = new Typing();

  private final Map<Long, Line> lines = new HashMap<>();
  private final Lanes ready = new Lanes();
  private final Sleepers sleeping = new Sleepers();

  /** Lines that wait until another one has made a category. */
  private final Deque<Line> held = new ArrayDeque<>();

  /** Those that wait until only staff read their channel. */
  private final Withheld withheld;

  private final GuildWatch watch;

  private long nextForbidden;
  private int inFlight;
  private long wakeAt = Long.MAX_VALUE;

  private Dispatcher(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Lasting lasting,
      Means means,
      Outcomes outcomes) {
    super(context);
    this.timers = timers;
    this.lasting = lasting;
    this.former = lasting.former();
    this.means = means;
    this.outcomes = outcomes;
    this.limits = means.rest().limits();
    this.nextForbidden = means.terms().time().getAsLong();
    this.weather = new Weather(means.terms().retry());
    this.memory = means.shown().memory().incrementAndGet();
    this.placement = new ChannelPlacement(means.directory(), means.terms().place());
    this.withheld = new Withheld(means.directory(), means.terms().place());
    this.watch = lasting.watch();
    // What follows is of a life before a fault.
    watch.unsaid().forEach(this::take);
    if (lasting.stopping().isPresent()) {
      end();
    }
    context.getSelf().tell(Tick.WAKE);
  }

  /**
   * The behaviour, to be spawned once for each bot. After a fault of ours it begins anew, with
   * nothing in memory but {@link Lasting what lasts}: owners offer again what they have no outcome
   * for.
   *
   * @param outcomes told what became of each job, from the actor's thread
   */
  public static Behavior<Command> create(Means means, Outcomes outcomes) {
    var lasting = new Lasting(means);
    Behavior<Command> dispatcher =
        Behaviors.setup(context ->
            Behaviors.withTimers(
                timers -> new Dispatcher(context, timers, lasting, means, outcomes)));
    return Behaviors.supervise(dispatcher)
        .onFailure(
            SupervisorStrategy.restartWithBackoff(
                Duration.ofSeconds(1), Duration.ofSeconds(4), 0.2));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::receive).build();
  }

  private Behavior<Command> receive(Command command) {
    long now = means.terms().time().getAsLong();
    switch (command) {
      case Take(var offer) -> {
        if (turns.follows(offer, memory)) {
          offer.jobs().stream().filter(job -> mayBeAsked(job, now)).forEach(this::take);
        }
      }
      case Type(var channel) -> type(channel, now);
      case Look _ -> look();
      case Answered(var by, var line, var call, var answer) -> {
        if (by == this) {
          answered(line, call, answer, now);
        }
      }
      case Unreadable(var by, var line, var why) -> {
        if (by == this) {
          unreadable(line, why, now);
        }
      }
      case Stop(var replyTo) -> {
        lasting.stop(replyTo);
        end();
      }
      case Tick tick -> {
        if (tick == Tick.ENOUGH) {
          return stopped();
        }
        if (tick == Tick.PERMITTED) {
          ledger.lacking().forEach(outcomes::offerAgain);
          refused.changed().forEach(outcomes::seekChannel);
        } else {
          wakeAt = Long.MAX_VALUE;
        }
      }
    }
    if (lasting.stopping().isPresent()) {
      return inFlight == 0 && lasting.isQuiet() ? stopped() : this;
    }
    advance(now);
    means
        .shown()
        .status()
        .set(
            ledger.status(
                inFlight,
                weather,
                new DispatcherStatus.Withholding(withheld.size(), watch.alarms())));
    return this;
  }

  private void look() {
    placement.look(means.terms().time().getAsLong());
    withheld.release().forEach(ready::add);
    watch.look().forEach(this::take);
    if (!timers.isTimerActive(Tick.PERMITTED)) {
      timers.startSingleTimer(Tick.PERMITTED, Tick.PERMITTED, ONE_CHANGE);
    }
  }

  private void end() {
    timers.startSingleTimer(Tick.ENOUGH, Tick.ENOUGH, LAST_ANSWERS);
  }

  private Behavior<Command> stopped() {
    lasting.stopping().ifPresent(replyTo -> replyTo.tell(Done.getInstance()));
    return Behaviors.stopped();
  }

  /**
   * Owners offer posts that are forbidden again and again, and Discord blocks an address that makes
   * 10,000 refused calls in 10 minutes ("Invalid Request Limit"): of all such channels one is asked
   * for in a second, and all of them at once when permissions change.
   */
  private boolean mayBeAsked(Job job, long now) {
    if (!(job instanceof Job.Send) || !ledger.isForbidden(job.channel())) {
      return true;
    }
    boolean due = nextForbidden - now <= 0;
    if (due) {
      nextForbidden = now + FORBIDDEN_PAUSE.toNanos();
      ledger.permit(job.channel());
    }
    return due;
  }

  private void take(Job job) {
    var known = ledger.outcome(job.key());
    if (known != null) {
      // Its owner did not hear of it the first time.
      outcomes.report(job.key(), known);
      return;
    }
    if (!ledger.add(job)) {
      return;
    }
    var line =
        job.channel() == 0 ? new Line() : lines.computeIfAbsent(job.channel(), _ -> new Line());
    boolean idle = line.isEmpty();
    line.add(job);
    if (idle || line.isQueued()) {
      ready.add(line);
    }
  }

  /** Makes all calls that may be made now. */
  private void advance(long now) {
    sleeping.due(now).forEach(ready::add);
    while (inFlight < MOST_IN_FLIGHT) {
      long wait = Math.max(weather.untilCall(inFlight, now), limits.untilBudget(now));
      if (wait > 0) {
        wakeIn(wait, now);
        break;
      }
      var line = ready.poll();
      if (line == null) {
        break;
      }
      attempt(line, now);
    }
    wakeIn(sleeping.untilNext(now), now);
  }

  private void wakeIn(long wait, long now) {
    if (wait != RateLimits.UNTIL_ANSWERED && (wakeAt == Long.MAX_VALUE || now + wait < wakeAt)) {
      wakeAt = now + wait;
      timers.startSingleTimer(Tick.WAKE, Tick.WAKE, Duration.ofNanos(Math.max(0, wait)));
    }
  }

  private void attempt(Line line, long now) {
    if (former.isBusy(line.first().channel())) {
      sleeping.add(line, now + RECHECK);
      return;
    }
    var procedure = line.procedure(this::procedure);
    var call = procedure.next(now);
    if (call.isEmpty()) {
      procedure.givenUp().ifPresentOrElse(outcome -> over(line, outcome), () -> held.add(line));
      return;
    }
    if (withheld.takes(line, call.get())) {
      sleeping.add(line, now + RELOOK);
      return;
    }
    var pass = new RateLimits.Pass(call.get());
    long wait = limits.take(pass, now);
    if (wait > 0) {
      sleeping.add(line, now + (wait == RateLimits.UNTIL_ANSWERED ? RECHECK : wait));
    } else {
      line.calling = true;
      procedure.sending(now);
      weather.calling(now);
      ledger.called();
      inFlight++;
      getContext()
          .pipeToSelf(
              lasting.exchange(pass, line.first().channel()),
              (answer, failure) ->
                  answer != null
                      ? new Answered(this, line, call.get(), answer)
                      : new Unreadable(this, line, failure));
    }
  }

  private Procedure procedure(Job job) {
    return new ChannelCheck(unchecked(job));
  }

  private Procedure unchecked(Job job) {
    return switch (job) {
      case Job.Send send ->
          new Posting(
              send, means, Math.max(send.after(), ledger.lastSent(send.channel())), stubborn());
      case Job.Amend amend -> Deed.of(amend, means, stubborn());
      case Job.Remove remove -> Deed.of(remove, means, stubborn());
      case Job.React react -> Deed.of(react, means, stubborn());
      case Job.CloseChannel close -> Deed.of(close);
      case Job.OpenDm open -> Deed.of(open);
      case Job.OpenChannel open -> new Opening(open, placement);
    };
  }

  private Stubborn stubborn() {
    return new Stubborn(weather, means.terms().patience());
  }

  private void answered(Line line, Call call, Answer answer, long now) {
    inFlight--;
    line.calling = false;
    switch (answer) {
      case Answer.Limited limited -> {
        ledger.limited();
        LOG.warn("Discord limits {} ({}): {}", call, limited.scope(), limited.retryAfter());
        ready.add(line);
        return;
      }
      case Answer.Failed failed -> {
        ledger.failed();
        weather.failed(line, failed.detail(), now);
        if (failed.status() < 500 || weather.isFair()) {
          line.tellOfDelay(failed.detail(), failed.status() < 500 ? 0 : NO_ACCIDENT);
        }
      }
      case Answer.Unreachable unreachable -> {
        ledger.failed();
        weather.failed(line, unreachable.detail(), now);
      }
      case Answer.Refused refused when Refusals.unauthorized(refused) ->
          weather.refusedToken(line, now);
      case Answer.Ok _, Answer.Refused _ when line.procedure(this::procedure).isReading() -> {
        // Discord may answer that and do nothing.
      }
      case Answer.Ok _, Answer.Refused _ -> {
        weather.cleared(line).forEach(ready::add);
      }
    }
    var procedure = line.procedure(this::procedure);
    boolean reads = procedure.isReading();
    var verdict = procedure.judge(answer);
    if (!reads && line.first() instanceof Job.Send) {
      weather.told(verdict, means.rest().rest().clock(), now);
    }
    follow(line, verdict, now);
    releaseHeld();
  }

  private void follow(Line line, Procedure.Verdict verdict, long now) {
    switch (verdict) {
      case Procedure.Verdict.Over(var outcome) -> over(line, outcome);
      case Procedure.Verdict.Onward _ -> ready.add(line);
      case Procedure.Verdict.Later _ -> {
        line.failures++;
        sleeping.add(
            line,
            now + means.terms().retry().nanosAfter(line.failures, Math.max(1, weather.troubled())));
      }
    }
  }

  private void over(Line line, Outcome outcome) {
    var job = line.remove();
    ledger.over(job, outcome);
    watch.over(job);
    if (job instanceof Job.Send && ledger.isForbidden(job.channel())) {
      // The permission may be back for the next one, which is not to overtake this one.
      line.removePostsOf(job.key().owner()).forEach(ledger::forget);
    }
    weather.forget(line);
    List<Job> told =
        job instanceof Job.CloseChannel close && outcome instanceof Outcome.Refused refused
            ? watch.standsStill(close, refused)
            : List.of();
    if (!line.isEmpty()) {
      ready.add(line);
    } else if (job.channel() != 0) {
      lines.remove(job.channel());
    }
    outcomes.report(job.key(), outcome);
    refused.over(job, outcome).forEach(outcomes::seekChannel);
    told.forEach(this::take);
  }

  private void releaseHeld() {
    if (!placement.isInTheMaking()) {
      held.forEach(ready::add);
      held.clear();
    }
  }

  private void unreadable(Line line, Throwable failure, long now) {
    inFlight--;
    line.calling = false;
    var why =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    LOG.warn("A file of {} cannot be read: {}", line.first().key(), why.toString());
    follow(line, line.procedure(this::procedure).unreadable(why), now);
  }

  private void type(long channel, long now) {
    boolean spare =
        weather.isFair()
            && lasting.stopping().isEmpty()
            && inFlight < MOST_IN_FLIGHT
            && limits.budgetLeft(now) * 4 > means.terms().limits().requestsPerSecond();
    if (!spare || !typing.due(channel, now)) {
      return;
    }
    var pass = new RateLimits.Pass(Call.post("/channels/{channel}/typing", channel));
    if (limits.take(pass, now) == 0) {
      ledger.called();
      lasting.exchange(pass);
    }
  }
}
