package dev.switchboard.discord.dispatch;

import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.api.RateLimits;
import dev.switchboard.discord.guild.GuildWatch;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What outlasts a fault of the {@link Dispatcher}: the calls that Discord has not answered yet,
 * what is wrong with the guilds, and that it was told to stop. A call that a former life made may
 * still have its effect, so nothing else is to be done in its channel before it is answered.
 *
 * <p>Answers are taken in where they arrive: a dispatcher that is about to begin anew keeps only so
 * many messages, and a call that is never known to be answered holds up others for ever.
 */
final class SurvivingState {
  private final PacedRest paced;
  private final LongSupplier time;
  private final GuildWatch watch;

  /** For which channel they are made; 0 for what has none yet. Written to by any thread. */
  private final Map<RateLimits.Pass, Long> calls = new ConcurrentHashMap<>();

  private Optional<ActorRef<Done>> stopping = Optional.empty();

  SurvivingState(Dispatcher.Means means) {
    this.paced = means.rest();
    this.time = means.terms().time();
    this.watch = new GuildWatch(means.directory(), means.terms().place());
  }

  /** Makes a call that has taken its place in the limits. */
  CompletionStage<Answer> exchange(RateLimits.Pass pass) {
    return paced
        .rest()
        .exchange(pass.call())
        .whenComplete((answer, _) ->
            paced
                .limits()
                .answered(
                    pass,
                    answer != null ? answer : new Answer.Unreachable(true, "not sent"),
                    time.getAsLong()));
  }

  /** The same, for a job. */
  CompletionStage<Answer> exchange(RateLimits.Pass pass, long channel) {
    CompletionStage<Answer> exchanged = exchange(pass);
    calls.put(pass, channel);
    return exchanged.whenComplete((_, _) -> calls.remove(pass));
  }

  /** Whether all calls for jobs are answered. */
  boolean isQuiet() {
    return calls.isEmpty();
  }

  /** The calls that are under way when a life begins. */
  Former former() {
    return new Former(new HashMap<>(calls));
  }

  /** The calls of former lives. Not thread-safe. */
  final class Former {
    private final Map<RateLimits.Pass, Long> before;

    private Former(Map<RateLimits.Pass, Long> before) {
      this.before = before;
    }

    /** Whether one of them may still have its effect in the channel, or for 0, on channels. */
    boolean isBusy(long channel) {
      before.keySet().retainAll(calls.keySet());
      return before.containsValue(channel);
    }
  }

  /** Nobody else knows what is wrong with the guilds, and what of it is said. */
  GuildWatch watch() {
    return watch;
  }

  /** Who waits for the end; empty while none is asked for. */
  Optional<ActorRef<Done>> stopping() {
    return stopping;
  }

  void stop(ActorRef<Done> replyTo) {
    stopping = Optional.of(replyTo);
  }
}
