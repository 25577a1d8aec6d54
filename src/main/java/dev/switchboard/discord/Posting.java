package dev.switchboard.discord;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.storage.FileStore;
import dev.switchboard.ticket.Job;
import dev.switchboard.ticket.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Posts a message exactly once. After an attempt of unknown outcome Discord recognises the nonce
 * while it remembers it; later, or after a restart, the channel's history tells.
 */
final class Posting implements Procedure {
  private static final int PAGE = 100;
  private static final int TOO_LARGE = 413;

  /** The same bytes will not become smaller: their post goes as links then. */
  private static final int TIMES_TOO_LARGE = 3;

  private final Job.Send job;
  private final FileStore files;
  private final long bot;
  private final long nonceMemory;

  /** Behind this message the history has not been looked at. */
  private long after;

  private boolean inDoubt;
  private boolean looking;

  /** Whether an attempt was made that the nonce still covers, and when the first of them was. */
  private boolean attempted;

  private long firstAttempt;

  /** How often something on the way found the post too large, and did not say so as Discord. */
  private int foundTooLarge;

  /**
   * @param after a message of this channel that is older than the post
   * @param bot the bot's user id
   */
  Posting(Job.Send job, FileStore files, long bot, long after, Duration nonceMemory) {
    this.job = job;
    this.files = files;
    this.bot = bot;
    this.after = after;
    this.nonceMemory = nonceMemory.toNanos();
    this.inDoubt = job.doubtful();
  }

  @Override
  public Optional<Call> next(long now) {
    boolean covered = attempted && now - firstAttempt < nonceMemory;
    looking = inDoubt && !covered;
    return Optional.of(
        looking
            ? Call.get("/channels/{channel}/messages", job.channel())
                .withQuery("after", after)
                .withQuery("limit", PAGE)
            : Posts.create(job.channel(), job.draft(), job.nonce(), files));
  }

  @Override
  public void sending(long now) {
    if (!looking && !attempted) {
      attempted = true;
      firstAttempt = now;
    }
  }

  @Override
  public Verdict judge(Answer answer) {
    return switch (answer) {
      case Answer.Ok ok when looking -> search(ok.body());
      case Answer.Ok ok when ok.body().path("id").asLong(0) != 0 ->
          Procedure.over(new Outcome.Sent(ok.body().path("id").asLong()));
      case Answer.Refused refused -> Refusals.verdict(refused);
      case Answer.Failed failed when isTooLarge(failed.status()) ->
          Procedure.over(new Outcome.Refused(Outcome.Refusal.TOO_LARGE, failed.detail()));
      case Answer.Unreachable gone when gone.beforeSending() -> new Verdict.Later();
      case Answer.Ok _, Answer.Failed _, Answer.Unreachable _, Answer.Limited _ -> {
        inDoubt = inDoubt || !looking;
        yield new Verdict.Later();
      }
    };
  }

  private boolean isTooLarge(int status) {
    if (status == TOO_LARGE && !job.draft().files().isEmpty()) {
      foundTooLarge++;
    }
    return foundTooLarge >= TIMES_TOO_LARGE;
  }

  private Verdict search(JsonNode page) {
    if (!page.isArray()) {
      return new Verdict.Later();
    }
    List<JsonNode> messages = new ArrayList<>();
    page.forEach(messages::add);
    messages.sort(Comparator.comparingLong(Posting::id));
    for (var message : messages) {
      if (id(message) > after && Posts.same(job.draft(), message, bot)) {
        return Procedure.over(new Outcome.Sent(id(message)));
      }
    }
    long last = messages.isEmpty() ? after : id(messages.getLast());
    if (messages.size() >= PAGE && last > after) {
      after = last;
      return new Verdict.Onward();
    }
    inDoubt = false;
    attempted = false;
    return new Verdict.Onward();
  }

  private static long id(JsonNode message) {
    return message.path("id").asLong(0);
  }
}
