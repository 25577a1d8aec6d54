package dev.switchboard.discord;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.storage.FileStore;
import dev.switchboard.ticket.Job;
import dev.switchboard.ticket.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts a message exactly once. After an attempt of unknown outcome Discord recognises the nonce
 * while it remembers it; later, or after a restart, the channel's history tells.
 */
final class Posting implements Procedure {
  private static final Logger LOG = LoggerFactory.getLogger(Posting.class);

  /** How far what we know of Discord's clock may be off. */
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  private static final int PAGE = 100;
  private static final int TOO_LARGE = 413;

  /** The same bytes will not become smaller: their post goes as links then. */
  private static final int TIMES_TOO_LARGE = 3;

  private final Job.Send job;
  private final FileStore files;
  private final long bot;
  private final NonceEpoch epoch;
  private final Clock discordsClock;
  private final long nonceMemory;

  /** Behind this message the history has not been looked at. */
  private long after;

  private boolean inDoubt;
  private boolean looking;

  /** Whether an attempt was made that the nonce still covers, and when the first of them was. */
  private boolean attempted;

  private long firstAttempt;

  /** The same by Discord's clock, in milliseconds. */
  private long firstAttemptAt;

  /** How often Discord answered with a post that is another one. */
  private int answeredByOthers;

  /** How often something on the way found the post too large, and did not say so as Discord. */
  private int foundTooLarge;

  /**
   * @param after a message of this channel that is older than the post
   */
  Posting(Job.Send job, Dispatcher.Means means, long after) {
    this.job = job;
    this.files = means.files();
    this.bot = means.terms().bot();
    this.epoch = means.terms().epoch();
    this.discordsClock = means.rest().rest().clock();
    this.after = after;
    this.nonceMemory = means.terms().limits().nonceMemory().toNanos();
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
            : Posts.create(
                job.channel(), job.draft(), epoch.nonce(job.nonce(), answeredByOthers), files));
  }

  @Override
  public void sending(long now) {
    if (!looking && !attempted) {
      attempted = true;
      firstAttempt = now;
      firstAttemptAt = discordsClock.millis();
    }
  }

  @Override
  public Verdict judge(Answer answer) {
    return switch (answer) {
      case Answer.Ok ok when looking -> search(ok.body());
      case Answer.Ok ok when ok.body().path("id").asLong(0) != 0 -> taken(ok.body());
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

  /** By the nonce Discord may answer with another post: that is no word on this one. */
  private Verdict taken(JsonNode message) {
    if (isOurs(message)) {
      return Procedure.over(new Outcome.Sent(id(message)));
    }
    answeredByOthers++;
    LOG.warn(
        "Discord answered {} with the message {} of another post; it is sent under another nonce",
        job.key(),
        id(message));
    return answeredByOthers == 1 ? new Verdict.Onward() : new Verdict.Later();
  }

  /**
   * Of what is made just now, other words are Discord's way to write them. A nonce that is used for
   * the first time has no other post: so nothing is posted more than twice, whatever we misjudge.
   */
  private boolean isOurs(JsonNode message) {
    long channel = message.path("channel_id").asLong(job.channel());
    boolean fresh = Snowflake.millis(id(message)) >= firstAttemptAt - CLOCKS.toMillis();
    boolean fitting = id(message) > job.after() && (fresh || Posts.sameWords(job.draft(), message));
    return channel == job.channel() && (answeredByOthers > 0 || fitting);
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
