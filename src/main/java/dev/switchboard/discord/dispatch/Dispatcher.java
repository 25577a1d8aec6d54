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
import dev.switchboard.text.Words;
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
 * Does the jobs of all tickets and correspondents on Discord. Each bot has one dispatcher. The jobs
 * of a channel are done strictly in order; different channels in parallel, chosen by lane and in
 * turn, within {@link RateLimits}. A failed job is tried again without end. What an attempt may
 * have created is looked up before the next one ({@link Posting}, {@link ChannelCreation}).
 *
 * <p>All state is in memory: owners offer jobs without an outcome again.
 */
public final class Dispatcher extends AbstractBehavior<Dispatcher.Command> {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /** Limits the calls that wait for an answer while Discord hangs. */
  private static final int MOST_IN_FLIGHT = 120;

  /** Interval for checking whether the limits of an unknown rate limit bucket are known now. */
  private static final long RECHECK = Duration.ofMillis(25).toNanos();

  /** Interval for checking withheld queues, in case no event announces the change. */
  private static final long RELOOK = Duration.ofSeconds(5).toNanos();

  /** Server errors in a row on one job, while others succeed, before the log reports them. */
  private static final int NO_ACCIDENT = 4;

  /** Events within this time count as one change, which Discord sends in pieces. */
  private static final Duration ONE_CHANGE = Duration.ofSeconds(2);

  private static final Duration FORBIDDEN_PAUSE = Duration.ofSeconds(1);

  /** Wait for the answers to calls under way when the dispatcher stops. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  /** A message of the dispatcher. */
  public sealed interface Command extends ClusterMessage {}

  /** Takes over these jobs. */
  public record Take(Dispatch.Offer offer) implements Command {}

  /** The guild directory has changed in a way that may affect the readers of a channel. */
  public record Look() implements Command {}

  /** Shows the bot typing. */
  public record Type(long channel) implements Command {}

  /**
   * Makes no more calls and stops when those under way are answered, after 5 s at the latest. Jobs
   * that are not over stay pending with their owner.
   */
  public record Stop(ActorRef<Done> replyTo) implements Command {}

  /**
   * The answer to a call.
   *
   * @param by the instance that made the call; after a restart the answer is ignored
   */
  private record Answered(Dispatcher by, ChannelQueue line, Call call, Answer answer)
      implements Command {}

  private record Unreadable(Dispatcher by, ChannelQueue line, Throwable why) implements Command {}

  private enum Tick implements Command {
    WAKE,
    /** Permissions have changed. */
    PERMITTED,
    ENOUGH
  }

  /**
   * The components that the dispatcher uses.
   *
   * @param shown its status, for other components
   */
  public record Means(
      PacedRest rest,
      GuildDirectory directory,
      FileStore files,
      Terms terms,
      DispatcherShown shown) {}

  /**
   * The settings of the dispatcher.
   *
   * @param bot the bot's own user id
   * @param epoch the prefix of the nonces of posts
   * @param retry the pauses before a failed job is tried again
   * @param patience the time that Discord may fail on one job
   * @param time nanoseconds, as those of {@link System#nanoTime}
   * @param words in which staff are told
   */
  public record Terms(
      DiscordSettings.Community place,
      DiscordSettings.Limits limits,
      long bot,
      NoncePrefix epoch,
      Retry retry,
      RepeatedFailures.Patience patience,
      LongSupplier time,
      Words words) {}

  private final TimerScheduler<Command> timers;
  private final SurvivingState survivingState;
  private final SurvivingState.Former former;
  private final Means means;
  private final Outcomes outcomes;
  private final long memory;
  private final RateLimits limits;
  private final OutageBreaker outageBreaker;
  private final ChannelPlacement placement;
  private final JobRegistry jobRegistry = new JobRegistry();
  private final RefusedChannels refused = new RefusedChannels();
  private final OfferSequence offerSequence = new OfferSequence();
  private final TypingTimes typingTimes = new TypingTimes();

  private final Map<Long, ChannelQueue> lines = new HashMap<>();
  private final LaneScheduler ready = new LaneScheduler();
  private final DelayQueue sleeping = new DelayQueue();

  /** Queues that wait until another queue has created a category. */
  private final Deque<ChannelQueue> held = new ArrayDeque<>();

  /** Queues that wait until only staff can read their channel. */
  private final WithheldQueues withheldQueues;

  private final GuildWatch watch;

  private long nextForbidden;
  private int inFlight;
  private long wakeAt = Long.MAX_VALUE;

  private Dispatcher(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      SurvivingState survivingState,
      Means means,
      Outcomes outcomes) {
    super(context);
    this.timers = timers;
    this.survivingState = survivingState;
    this.former = survivingState.former();
    this.means = means;
    this.outcomes = outcomes;
    this.limits = means.rest().limits();
    this.nextForbidden = means.terms().time().getAsLong();
    this.outageBreaker = new OutageBreaker(means.terms().retry());
    this.memory = means.shown().memory().incrementAndGet();
    this.placement = new ChannelPlacement(means.directory(), means.terms().place());
    this.withheldQueues = new WithheldQueues(means.directory(), means.terms().place());
    this.watch = survivingState.watch();
    // These two remain from an instance before a fault.
    watch.unsaid().forEach(this::take);
    if (survivingState.stopping().isPresent()) {
      end();
    }
    context.getSelf().tell(Tick.WAKE);
  }

  /**
   * Creates the actor, one for each bot. After a fault it restarts with an empty memory except for
   * the {@link SurvivingState}: owners offer jobs without an outcome again.
   *
   * @param outcomes called on the actor's thread with the outcome of each job
   */
  public static Behavior<Command> create(Means means, Outcomes outcomes) {
    var survivingState = new SurvivingState(means);
    Behavior<Command> dispatcher =
        Behaviors.setup(context ->
            Behaviors.withTimers(
                timers -> new Dispatcher(context, timers, survivingState, means, outcomes)));
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
        if (offerSequence.follows(offer, memory)) {
          offer.jobs().stream().filter(job -> mayBeAsked(job, now)).forEach(this::take);
        }
      }
      case Type(var channel) -> type(channel, now);
      case Look _ -> look();
      case Answered(var by, var channelQueue, var call, var answer) -> {
        if (by == this) {
          answered(channelQueue, call, answer, now);
        }
      }
      case Unreadable(var by, var channelQueue, var why) -> {
        if (by == this) {
          unreadable(channelQueue, why, now);
        }
      }
      case Stop(var replyTo) -> {
        survivingState.stop(replyTo);
        end();
      }
      case Tick tick -> {
        if (tick == Tick.ENOUGH) {
          return stopped();
        }
        if (tick == Tick.PERMITTED) {
          jobRegistry.lacking().forEach(outcomes::offerAgain);
          refused.changed().forEach(outcomes::seekChannel);
        } else {
          wakeAt = Long.MAX_VALUE;
        }
      }
    }
    if (survivingState.stopping().isPresent()) {
      return inFlight == 0 && survivingState.isQuiet() ? stopped() : this;
    }
    advance(now);
    means
        .shown()
        .status()
        .set(
            jobRegistry.status(
                inFlight,
                outageBreaker,
                new DispatcherStatus.Withholding(withheldQueues.size(), watch.alarms())));
    return this;
  }

  private void look() {
    placement.look(means.terms().time().getAsLong());
    withheldQueues.release().forEach(ready::add);
    watch.look().forEach(this::take);
    if (!timers.isTimerActive(Tick.PERMITTED)) {
      timers.startSingleTimer(Tick.PERMITTED, Tick.PERMITTED, ONE_CHANGE);
    }
  }

  private void end() {
    timers.startSingleTimer(Tick.ENOUGH, Tick.ENOUGH, LAST_ANSWERS);
  }

  private Behavior<Command> stopped() {
    survivingState.stopping().ifPresent(replyTo -> replyTo.tell(Done.getInstance()));
    return Behaviors.stopped();
  }

  /**
   * Limits calls to channels without permission: owners repeat their forbidden posts, and Discord
   * blocks an address after 10,000 refused calls in 10 minutes ("Invalid Request Limit"). Of all
   * such channels one is tried in a second, and all of them when permissions change.
   */
  private boolean mayBeAsked(Job job, long now) {
    if (!(job instanceof Job.Send) || !jobRegistry.isForbidden(job.channel())) {
      return true;
    }
    boolean due = nextForbidden - now <= 0;
    if (due) {
      nextForbidden = now + FORBIDDEN_PAUSE.toNanos();
      jobRegistry.permit(job.channel());
    }
    return due;
  }

  private void take(Job job) {
    var known = jobRegistry.outcome(job.key());
    if (known != null) {
      // The owner did not get this outcome the first time.
      outcomes.report(job.key(), known);
      return;
    }
    if (!jobRegistry.add(job)) {
      return;
    }
    var channelQueue =
        job.channel() == 0
            ? new ChannelQueue()
            : lines.computeIfAbsent(job.channel(), _ -> new ChannelQueue());
    boolean idle = channelQueue.isEmpty();
    channelQueue.add(job);
    if (idle || channelQueue.isQueued()) {
      ready.add(channelQueue);
    }
  }

  /** Makes all calls that may be made now. */
  private void advance(long now) {
    sleeping.due(now).forEach(ready::add);
    while (inFlight < MOST_IN_FLIGHT) {
      long wait = Math.max(outageBreaker.untilCall(inFlight, now), limits.untilBudget(now));
      if (wait > 0) {
        wakeIn(wait, now);
        break;
      }
      var channelQueue = ready.poll();
      if (channelQueue == null) {
        break;
      }
      attempt(channelQueue, now);
    }
    wakeIn(sleeping.untilNext(now), now);
  }

  private void wakeIn(long wait, long now) {
    if (wait != RateLimits.UNTIL_ANSWERED && (wakeAt == Long.MAX_VALUE || now + wait < wakeAt)) {
      wakeAt = now + wait;
      timers.startSingleTimer(Tick.WAKE, Tick.WAKE, Duration.ofNanos(Math.max(0, wait)));
    }
  }

  private void attempt(ChannelQueue channelQueue, long now) {
    if (former.isBusy(channelQueue.first().channel())) {
      sleeping.add(channelQueue, now + RECHECK);
      return;
    }
    var procedure = channelQueue.procedure(this::procedure);
    var call = procedure.next(now);
    if (call.isEmpty()) {
      procedure
          .givenUp()
          .ifPresentOrElse(outcome -> over(channelQueue, outcome), () -> held.add(channelQueue));
      return;
    }
    if (withheldQueues.takes(channelQueue, call.get())) {
      sleeping.add(channelQueue, now + RELOOK);
      return;
    }
    var pass = new RateLimits.Pass(call.get());
    long wait = limits.take(pass, now);
    if (wait > 0) {
      sleeping.add(channelQueue, now + (wait == RateLimits.UNTIL_ANSWERED ? RECHECK : wait));
    } else {
      channelQueue.calling = true;
      procedure.sending(now);
      outageBreaker.calling(now);
      jobRegistry.called();
      inFlight++;
      getContext()
          .pipeToSelf(
              survivingState.exchange(pass, channelQueue.first().channel()),
              (answer, failure) ->
                  answer != null
                      ? new Answered(this, channelQueue, call.get(), answer)
                      : new Unreadable(this, channelQueue, failure));
    }
  }

  private Procedure procedure(Job job) {
    return new ChannelCheck(unchecked(job));
  }

  private Procedure unchecked(Job job) {
    return switch (job) {
      case Job.Send send ->
          new Posting(
              send,
              means,
              Math.max(send.after(), jobRegistry.lastSent(send.channel())),
              stubborn());
      case Job.Amend amend -> IdempotentCall.of(amend, means, stubborn());
      case Job.Remove remove -> IdempotentCall.of(remove, means, stubborn());
      case Job.React react -> IdempotentCall.of(react, means, stubborn());
      case Job.CloseChannel close -> IdempotentCall.of(close);
      case Job.OpenDm open -> IdempotentCall.of(open);
      case Job.OpenChannel open -> new ChannelCreation(open, placement);
    };
  }

  private RepeatedFailures stubborn() {
    return new RepeatedFailures(outageBreaker, means.terms().patience());
  }

  private void answered(ChannelQueue channelQueue, Call call, Answer answer, long now) {
    inFlight--;
    channelQueue.calling = false;
    switch (answer) {
      case Answer.Limited limited -> {
        jobRegistry.limited();
        LOG.warn("Discord limits {} ({}): {}", call, limited.scope(), limited.retryAfter());
        ready.add(channelQueue);
        return;
      }
      case Answer.Failed failed -> {
        jobRegistry.failed();
        outageBreaker.failed(channelQueue, failed.detail(), now);
        if (failed.status() < 500 || outageBreaker.isFair()) {
          channelQueue.tellOfDelay(failed.detail(), failed.status() < 500 ? 0 : NO_ACCIDENT);
        }
      }
      case Answer.Unreachable unreachable -> {
        jobRegistry.failed();
        outageBreaker.failed(channelQueue, unreachable.detail(), now);
      }
      case Answer.Refused refused when Refusals.unauthorized(refused) ->
          outageBreaker.refusedToken(channelQueue, now);
      case Answer.Ok _, Answer.Refused _
          when channelQueue.procedure(this::procedure).isReading() -> {
        // In an outage Discord may still answer reads, so this does not end one.
      }
      case Answer.Ok _, Answer.Refused _ -> {
        outageBreaker.cleared(channelQueue).forEach(ready::add);
      }
    }
    var procedure = channelQueue.procedure(this::procedure);
    boolean reads = procedure.isReading();
    var verdict = procedure.judge(answer);
    if (!reads && channelQueue.first() instanceof Job.Send) {
      outageBreaker.told(verdict, means.rest().rest().clock(), now);
    }
    follow(channelQueue, verdict, now);
    releaseHeld();
  }

  private void follow(ChannelQueue channelQueue, Procedure.Verdict verdict, long now) {
    switch (verdict) {
      case Procedure.Verdict.Over(var outcome) -> over(channelQueue, outcome);
      case Procedure.Verdict.Onward _ -> ready.add(channelQueue);
      case Procedure.Verdict.Later _ -> {
        channelQueue.failures++;
        sleeping.add(
            channelQueue,
            now
                + means
                    .terms()
                    .retry()
                    .nanosAfter(channelQueue.failures, Math.max(1, outageBreaker.troubled())));
      }
    }
  }

  private void over(ChannelQueue channelQueue, Outcome outcome) {
    var job = channelQueue.remove();
    jobRegistry.over(job, outcome);
    watch.over(job);
    if (job instanceof Job.Send && jobRegistry.isForbidden(job.channel())) {
      // The permission may be back for the next post, which must not overtake this one.
      channelQueue.removePostsOf(job.key().owner()).forEach(jobRegistry::forget);
    }
    outageBreaker.forget(channelQueue);
    List<Job> told =
        job instanceof Job.CloseChannel close && outcome instanceof Outcome.Refused refused
            ? watch.standsStill(close, refused)
            : List.of();
    if (!channelQueue.isEmpty()) {
      ready.add(channelQueue);
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

  private void unreadable(ChannelQueue channelQueue, Throwable failure, long now) {
    inFlight--;
    channelQueue.calling = false;
    var why =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    LOG.warn("A file of {} cannot be read: {}", channelQueue.first().key(), why.toString());
    follow(channelQueue, channelQueue.procedure(this::procedure).unreadable(why), now);
  }

  private void type(long channel, long now) {
    boolean spare =
        outageBreaker.isFair()
            && survivingState.stopping().isEmpty()
            && inFlight < MOST_IN_FLIGHT
            && limits.budgetLeft(now) * 4 > means.terms().limits().requestsPerSecond();
    if (!spare || !typingTimes.due(channel, now)) {
      return;
    }
    var pass = new RateLimits.Pass(Call.post("/channels/{channel}/typing", channel));
    if (limits.take(pass, now) == 0) {
      jobRegistry.called();
      survivingState.exchange(pass);
    }
  }
}
