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
 * State that survives a restart of the {@link Dispatcher} after a fault: calls without an answer,
 * problems of the guilds, and a request to stop. A call of an earlier instance may still take
 * effect, so no other job is done in its channel before it is answered.
 *
 * <p>Answers are noted on the thread that receives them: a restarting dispatcher keeps only a
 * limited number of messages, and a lost answer would hold up a channel for ever.
 */
final class SurvivingState {
  private final PacedRest paced;
  private final LongSupplier time;
  private final GuildWatch watch;

  /** The channel of each call; 0 for a call without a channel. Written by any thread. */
  private final Map<RateLimits.Pass, Long> calls = new ConcurrentHashMap<>();

  private Optional<ActorRef<Done>> stopping = Optional.empty();

  SurvivingState(Dispatcher.Means means) {
    this.paced = means.rest();
    this.time = means.terms().time();
    this.watch = new GuildWatch(means.directory(), means.terms().place(), means.terms().words());
  }

  /** Makes a call that the rate limits have admitted. */
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

  /** Makes a call for a job that the rate limits have admitted. */
  CompletionStage<Answer> exchange(RateLimits.Pass pass, long channel) {
    CompletionStage<Answer> exchanged = exchange(pass);
    calls.put(pass, channel);
    return exchanged.whenComplete((_, _) -> calls.remove(pass));
  }

  /** Whether all calls for jobs are answered. */
  boolean isQuiet() {
    return calls.isEmpty();
  }

  /** The calls that are under way when an instance starts. */
  Former former() {
    return new Former(new HashMap<>(calls));
  }

  /** The calls of earlier instances. Not thread-safe. */
  final class Former {
    private final Map<RateLimits.Pass, Long> before;

    private Former(Map<RateLimits.Pass, Long> before) {
      this.before = before;
    }

    /** Whether one of them may still take effect in the channel, or for 0, in no known channel. */
    boolean isBusy(long channel) {
      before.keySet().retainAll(calls.keySet());
      return before.containsValue(channel);
    }
  }

  /** The problems of the guilds and the alarms already posted; no other component knows them. */
  GuildWatch watch() {
    return watch;
  }

  /** The actor that waits for the stop; empty unless a stop was requested. */
  Optional<ActorRef<Done>> stopping() {
    return stopping;
  }

  void stop(ActorRef<Done> replyTo) {
    stopping = Optional.of(replyTo);
  }
}
