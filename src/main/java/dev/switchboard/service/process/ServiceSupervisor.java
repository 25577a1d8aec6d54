package dev.switchboard.service.process;

import dev.switchboard.service.process.Phase.Left;
import dev.switchboard.service.process.Phase.Then;
import dev.switchboard.settings.Setting;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The supervisor of a service on this node. It brings the service into the wanted state: it starts
 * and probes the service, restarts it after a growing pause if it ends by itself, and stops it. A
 * command is answered when the service is in the wanted state, or is known to fail.
 */
public final class ServiceSupervisor extends AbstractBehavior<ServiceSupervisor.Message> {
  private static final Duration BETWEEN_FIRST_PROBES = Duration.ofMillis(150);

  /**
   * The consecutive probes without an answer after which a service is stopped. A single datagram
   * may be lost; three are not.
   */
  private static final int MOST_MISSES = 3;

  /** The messages of the supervisor. */
  public sealed interface Message {
    /**
     * The service is to run with these settings, or not to run. It is tried at once, whatever
     * failed before.
     */
    record Be(boolean on, Map<Setting, String> values, ActorRef<Observation> replyTo)
        implements Message {}

    /** This server ends. */
    record Leave(ActorRef<Done> replyTo) implements Message {}
  }

  private record Started(int attempt, Driver.Running running) implements Message {}

  private record NotStarted(int attempt, Throwable why) implements Message {}

  private record Probed(int attempt, Optional<String> objection) implements Message {}

  private record ProbeAgain(int attempt) implements Message {}

  private record Ended(int attempt, String why) implements Message {}

  private record Stopped(int attempt, Optional<String> failure) implements Message {}

  private record TryAgain(int attempt) implements Message {}

  /**
   * The tools of a supervisor.
   *
   * @param name the name of the service, for the log
   */
  public record Tools(String name, Recipe recipe, Driver driver, Pace pace, Executor blocking) {}

  private final Tools tools;
  private final Clock clock;
  private final TimerScheduler<Message> timers;
  private final AtomicReference<Observation> observed;
  private final List<ActorRef<Observation>> waiting = new ArrayList<>();
  private final List<ActorRef<Done>> leaving = new ArrayList<>();
  private Phase phase = new Phase.Down(Left.PERHAPS);
  private boolean wanted;
  private boolean ending;
  private Map<Setting, String> values = Map.of();
  private final RestartPause pause = new RestartPause();
  private int attempt;

  /**
   * A supervisor.
   *
   * @param observed holds the present observation for readers on any thread
   */
  public static Behavior<Message> create(
      Tools tools, Clock clock, AtomicReference<Observation> observed) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(
            timers -> new ServiceSupervisor(context, timers, tools, clock, observed)));
  }

  private ServiceSupervisor(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Tools tools,
      Clock clock,
      AtomicReference<Observation> observed) {
    super(context);
    this.timers = timers;
    this.tools = tools;
    this.clock = clock;
    this.observed = observed;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::on).build();
  }

  private Behavior<Message> on(Message message) {
    switch (message) {
      case Message.Be(boolean on, Map<Setting, String> next, ActorRef<Observation> replyTo) ->
          be(on, next, replyTo);
      case Message.Leave(ActorRef<Done> replyTo) -> leave(replyTo);
      case Started(int of, Driver.Running running) -> started(of, running);
      case NotStarted(int of, Throwable why) when of == attempt -> notStarted(why);
      case Probed(int of, Optional<String> objection) when of == attempt -> probed(objection);
      case ProbeAgain(int of) when of == attempt -> probe();
      case Ended(int of, String why) when of == attempt -> ended(why);
      case Stopped(int of, Optional<String> failure) when of == attempt -> stopped(failure);
      case TryAgain(int of) when of == attempt -> tryAgain();
      case NotStarted _, Probed _, ProbeAgain _, Ended _, Stopped _, TryAgain _ ->
          getContext().getLog().debug("{} is over: {}", tools.name(), message);
    }
    return this;
  }

  // ---- the wanted state

  private void be(boolean on, Map<Setting, String> next, ActorRef<Observation> replyTo) {
    waiting.add(replyTo);
    if (ending) {
      answer();
      return;
    }
    // A service that runs without the supervisor's knowledge runs with the former settings, if
    // there were any.
    boolean other = !values.isEmpty() && !values.equals(next);
    wanted = on;
    values = Map.copyOf(next);
    switch (phase) {
      case Phase.Down(Left left) -> begin(left, other);
      case Phase.Pausing(Left left) -> {
        pause.reset();
        begin(left, other);
      }
      case Phase.Coming(Driver.Running running, Map<Setting, String> with, _) ->
          keepOrStop(running, with);
      case Phase.Up(Driver.Running running, Map<Setting, String> with, _, _) ->
          keepOrStop(running, with);
      case Phase.Going _ -> phase = new Phase.Going(Then.AS_WANTED, "");
      case Phase.Launching _ ->
          getContext().getLog().debug("{} is on its way already", tools.name());
    }
  }

  private void begin(Left left, boolean other) {
    boolean mayStart = left == Left.NOTHING || (left == Left.PERHAPS && !other);
    if (wanted && mayStart) {
      launch(left);
    } else if (!wanted && left == Left.NOTHING) {
      down();
    } else {
      stop(tools.driver().ensureStopped(), Then.AS_WANTED, "");
    }
  }

  private void tryAgain() {
    if (phase instanceof Phase.Pausing(Left left)) {
      begin(left, false);
    }
  }

  private void keepOrStop(Driver.Running running, Map<Setting, String> with) {
    if (!wanted || !with.equals(values)) {
      stop(running.stop(), Then.AS_WANTED, "");
    } else if (phase instanceof Phase.Up) {
      answer();
    }
  }

  // ---- start

  private void launch(Left left) {
    attempt++;
    int of = attempt;
    phase = new Phase.Launching(values, left);
    show(Observation.State.STARTING, observed.get().error());
    Map<Setting, String> with = values;
    CompletionStage<Driver.Running> starting =
        CompletableFuture.supplyAsync(() -> tools.recipe().plan(with), tools.blocking())
            .thenCompose(tools.driver()::start);
    pipe(starting, running -> new Started(of, running), why -> new NotStarted(of, why));
  }

  private void started(int of, Driver.Running running) {
    if (of != attempt || !(phase instanceof Phase.Launching(Map<Setting, String> with, _))) {
      // The start is no longer wanted; the service must not stay.
      var _ = running.stop();
      return;
    }
    phase =
        new Phase.Coming(running, with, System.nanoTime() + tools.pace().startLimit().toNanos());
    pipe(running.ended(), why -> new Ended(of, why), why -> new Ended(of, why.toString()));
    if (ending) {
      stop(running.leave(), Then.AS_WANTED, "");
    } else if (!wanted || !with.equals(values)) {
      stop(running.stop(), Then.AS_WANTED, "");
    } else {
      probe();
    }
  }

  private void notStarted(Throwable why) {
    Throwable cause =
        why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    boolean lasting = cause instanceof DriverFailed failed && failed.isLasting();
    Left left = lasting ? former(phase) : Left.PERHAPS;
    boolean other = !(phase instanceof Phase.Launching(var with, _) && with.equals(values));
    phase = new Phase.Down(left);
    if (ending) {
      answer();
    } else if (!wanted || other) {
      begin(left, other);
    } else if (lasting) {
      failed(String.valueOf(cause.getMessage()));
    } else {
      backOff(
          left,
          cause instanceof DriverFailed
              ? DriverFailed.words(cause)
              : "cannot be started: " + cause);
    }
  }

  private static Left former(Phase phase) {
    return phase instanceof Phase.Launching(_, Left left) ? left : Left.PERHAPS;
  }

  private void probe() {
    int of = attempt;
    switch (phase) {
      case Phase.Coming(Driver.Running running, _, _) -> ask(running, of);
      case Phase.Up(Driver.Running running, _, _, _) -> ask(running, of);
      case Phase.Down _, Phase.Launching _, Phase.Going _, Phase.Pausing _ ->
          getContext().getLog().debug("{} is not there to be asked", tools.name());
    }
  }

  private void ask(Driver.Running running, int of) {
    pipe(
        running.probe(),
        objection -> new Probed(of, objection),
        why -> new Probed(of, Optional.of(why.toString())));
  }

  private void probed(Optional<String> objection) {
    switch (phase) {
      case Phase.Coming(Driver.Running running, Map<Setting, String> with, long deadline) -> {
        if (objection.isEmpty()) {
          phase = new Phase.Up(running, with, System.nanoTime(), 0);
          show(Observation.State.RUNNING, Optional.empty());
          getContext().getLog().info("{} runs.", tools.name());
          answer();
          later(tools.pace().probeInterval(), new ProbeAgain(attempt));
        } else if (System.nanoTime() < deadline) {
          later(BETWEEN_FIRST_PROBES, new ProbeAgain(attempt));
        } else {
          stop(running.stop(), Then.TRY_AGAIN, objection.get());
        }
      }
      case Phase.Up(Driver.Running running, Map<Setting, String> with, long since, int misses) -> {
        int now = objection.isEmpty() ? 0 : misses + 1;
        if (now >= MOST_MISSES) {
          pause.afterWorkSince(since);
          stop(running.stop(), Then.TRY_AGAIN, objection.orElse(""));
        } else {
          phase = new Phase.Up(running, with, since, now);
          later(
              now == 0 ? tools.pace().probeInterval() : BETWEEN_FIRST_PROBES,
              new ProbeAgain(attempt));
        }
      }
      case Phase.Down _, Phase.Launching _, Phase.Going _, Phase.Pausing _ ->
          getContext().getLog().debug("{} answered too late", tools.name());
    }
  }

  // ---- stop

  private void ended(String why) {
    if (phase instanceof Phase.Up(_, _, long since, _)) {
      pause.afterWorkSince(since);
    }
    backOff(Left.NOTHING, why);
  }

  private void stop(CompletionStage<Done> stopping, Then then, String why) {
    attempt++;
    int of = attempt;
    phase = new Phase.Going(then, why);
    if (wanted) {
      show(Observation.State.STARTING, why.isEmpty() ? Optional.empty() : Optional.of(why));
    }
    pipe(
        stopping,
        _ -> new Stopped(of, Optional.empty()),
        failure -> new Stopped(of, Optional.of(DriverFailed.words(failure))));
  }

  private void stopped(Optional<String> failure) {
    Phase former = phase;
    Left left = failure.isEmpty() ? Left.NOTHING : Left.UNSTOPPED;
    Optional<String> unstopped = failure.map(words -> "cannot be stopped: " + words);
    phase = new Phase.Down(left);
    if (ending) {
      unstopped.ifPresent(why -> getContext().getLog().warn("{} {}", tools.name(), why));
      answer();
    } else if (unstopped.isPresent()) {
      if (wanted) {
        backOff(left, unstopped.get());
      } else {
        failed(unstopped.get());
      }
    } else if (wanted
        && former instanceof Phase.Going(Then then, String why)
        && then == Then.TRY_AGAIN) {
      backOff(left, why);
    } else {
      begin(left, false);
    }
  }

  private void down() {
    phase = new Phase.Down(Left.NOTHING);
    pause.reset();
    if (observed.get().state() != Observation.State.STOPPED) {
      show(Observation.State.STOPPED, Optional.empty());
      getContext().getLog().info("{} is stopped.", tools.name());
    }
    answer();
  }

  private void failed(String why) {
    show(Observation.State.FAILED, Optional.of(why));
    getContext().getLog().error("{} failed: {}", tools.name(), why);
    answer();
  }

  private void backOff(Left left, String why) {
    attempt++;
    Duration current = pause.next();
    phase = new Phase.Pausing(left);
    show(Observation.State.BACKING_OFF, Optional.of(why));
    getContext()
        .getLog()
        .warn("{} does not run: {}; trying again in {} s", tools.name(), why, current.toSeconds());
    later(current, new TryAgain(attempt));
    answer();
  }

  /** Ends the supervision: nothing new is begun, and a start or stop under way is awaited. */
  private void leave(ActorRef<Done> replyTo) {
    ending = true;
    wanted = false;
    leaving.add(replyTo);
    switch (phase) {
      case Phase.Coming(Driver.Running running, _, _) -> stop(running.leave(), Then.AS_WANTED, "");
      case Phase.Up(Driver.Running running, _, _, _) -> stop(running.leave(), Then.AS_WANTED, "");
      case Phase.Down _, Phase.Pausing _ -> {
        attempt++;
        answer();
      }
      case Phase.Launching _, Phase.Going _ ->
          getContext().getLog().debug("{} is waited for", tools.name());
    }
  }

  // ---- observations and answers

  private void show(Observation.State state, Optional<String> error) {
    observed.set(new Observation(state, clock.instant(), error));
  }

  private void answer() {
    waiting.forEach(one -> one.tell(observed.get()));
    waiting.clear();
    leaving.forEach(one -> one.tell(Done.getInstance()));
    leaving.clear();
  }

  private void later(Duration delay, Message message) {
    timers.startSingleTimer("next", message, delay);
  }

  private <T> void pipe(
      CompletionStage<T> stage, Function<T, Message> done, Function<Throwable, Message> failed) {
    getContext()
        .pipeToSelf(
            stage, (value, failure) -> failure == null ? done.apply(value) : failed.apply(failure));
  }
}
