package dev.switchboard.discord.dispatch;

import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.Procedure;
import dev.switchboard.discord.api.Refusals;
import dev.switchboard.ticket.model.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs another procedure and verifies the answer "Unknown Channel" (10003): it counts only if
 * Discord repeats it for a request of the channel itself, because a ticket without a channel gets a
 * new one. If the channel exists, the call counts as a failure of Discord.
 */
public final class ChannelCheck implements Procedure {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelCheck.class);
  private static final String OF_CHANNEL = "/channels/{channel}";
  private static final int SERVER_ERROR = 500;

  private final Procedure job;

  /** The channel of the job's latest call; 0 for a call without a channel. */
  private long channel;

  /** The refusal under verification; null unless the channel is being requested. */
  private Answer.@Nullable Refused said;

  ChannelCheck(Procedure job) {
    this.job = job;
  }

  @Override
  public Optional<Call> next(long now) {
    if (said != null) {
      return Optional.of(Call.get(OF_CHANNEL, channel));
    }
    Optional<Call> call = job.next(now);
    channel = call.map(ChannelCheck::channel).orElse(0L);
    return call;
  }

  private static long channel(Call call) {
    return call.path().startsWith(OF_CHANNEL) && call.variables().getFirst() instanceof Long id
        ? id
        : 0;
  }

  @Override
  public Optional<Outcome> givenUp() {
    return job.givenUp();
  }

  @Override
  public void sending(long now) {
    if (said == null) {
      job.sending(now);
    }
  }

  @Override
  public boolean isReading() {
    return said != null || job.isReading();
  }

  @Override
  public Verdict unreadable(Throwable why) {
    return job.unreadable(why);
  }

  @Override
  public Verdict judge(Answer answer) {
    if (said != null) {
      return checked(answer, said);
    }
    if (channel != 0
        && answer instanceof Answer.Refused refused
        && refused.code() == Refusals.UNKNOWN_CHANNEL) {
      said = refused;
      return new Verdict.Onward();
    }
    return job.judge(answer);
  }

  private Verdict checked(Answer answer, Answer.Refused first) {
    return switch (answer) {
      case Answer.Refused refused when refused.code() == Refusals.UNKNOWN_CHANNEL -> {
        said = null;
        yield job.judge(first);
      }
      // The bot may lack permission to see the channel: the job's next call shows the consequences.
      case Answer.Refused refused when Refusals.isFinal(refused.code()) -> contradicted();
      case Answer.Ok ok when ok.body().path("id").asLong(0) == channel -> contradicted();
      case Answer.Ok _, Answer.Refused _, Answer.Failed _, Answer.Unreachable _, Answer.Limited _ ->
          new Verdict.Later();
    };
  }

  private Verdict contradicted() {
    said = null;
    LOG.warn("Discord called channel {} unknown, and knows it: the call is made again", channel);
    return job.judge(
        new Answer.Failed(SERVER_ERROR, "the channel is said to be unknown, and is there"));
  }
}
