package dev.switchboard.discord;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.storage.FileStore;
import dev.switchboard.ticket.Form;
import dev.switchboard.ticket.Job;
import dev.switchboard.ticket.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
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
  private static final int SERVER_ERROR = 500;

  /** The same bytes will not become smaller: their post goes as links then. */
  private static final int TIMES_TOO_LARGE = 3;

  private final Job.Send job;
  private final FileStore files;
  private final long bot;
  private final NonceEpoch epoch;
  private final Clock discordsClock;
  private final long nonceMemory;
  private final Forms forms;
  private final Stubborn stubborn;

  /** Behind this message the history has not been looked at. */
  private long after;

  private boolean inDoubt;
  private boolean looking;

  /** Whether an attempt was made that the nonce still covers, and when the first of them was. */
  private boolean attempted;

  private long firstAttempt;
  private long lastAttempt;

  /** Whether the history is read to see that it is this post on which Discord fails. */
  private boolean probing;

  /** What Discord said about the first form that it refused; empty for the size of files. */
  private String why = "";

  private Optional<Verdict> firstRefusal = Optional.empty();

  /** The same by Discord's clock, in milliseconds. */
  private long firstAttemptAt;

  /** How often Discord answered with a post that is another one. */
  private int answeredByOthers;

  /** How often something on the way found the post too large, and did not say so as Discord. */
  private int foundTooLarge;

  /**
   * @param after a message of this channel that is older than the post
   * @param posted how many messages Discord has taken so far, of all channels
   */
  Posting(Job.Send job, Dispatcher.Means means, long after, LongSupplier posted) {
    this.job = job;
    this.files = means.files();
    this.bot = means.terms().bot();
    this.epoch = means.terms().epoch();
    this.discordsClock = means.rest().rest().clock();
    this.after = after;
    this.nonceMemory = means.terms().limits().nonceMemory().toNanos();
    this.inDoubt = job.doubtful();
    this.forms = new Forms(job);
    this.stubborn = new Stubborn(posted);
  }

  @Override
  public Optional<Call> next(long now) {
    boolean covered = attempted && now - firstAttempt < nonceMemory;
    looking = probing || (inDoubt && !covered);
    return Optional.of(
        looking
            ? Call.get("/channels/{channel}/messages", job.channel())
                .withQuery("after", after)
                .withQuery("limit", PAGE)
            : Posts.create(
                job.channel(), forms.shape(), epoch.nonce(job.nonce(), answeredByOthers), files));
  }

  @Override
  public void sending(long now) {
    if (looking) {
      return;
    }
    lastAttempt = now;
    if (!attempted) {
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
      case Answer.Refused refused when looking -> Refusals.verdict(refused);
      case Answer.Refused refused -> refused(refused);
      case Answer.Failed failed when !looking && isTooLarge(failed.status()) -> tooLarge(failed);
      case Answer.Unreachable gone when gone.beforeSending() -> new Verdict.Later();
      // What is said on the way to Discord says nothing of the post: it only waits.
      case Answer.Failed failed when !looking && failed.status() >= SERVER_ERROR ->
          failed("HTTP " + failed.status());
      case Answer.Ok _, Answer.Failed _, Answer.Unreachable _, Answer.Limited _ -> {
        inDoubt = inDoubt || !looking;
        yield new Verdict.Later();
      }
    };
  }

  private Verdict sent(long id, Form form) {
    return Procedure.over(
        form.equals(Form.PLANNED) ? new Outcome.Sent(id) : new Outcome.SentAs(id, form, why));
  }

  /** Where it may be what the message says, it is tried in another form. */
  private Verdict refused(Answer.Refused refused) {
    var verdict = Refusals.verdict(refused);
    if (!(verdict instanceof Verdict.Over)) {
      return verdict;
    }
    var blame = Blame.of(refused);
    if (blame.isPresent() && forms.next(blame.get())) {
      firstRefusal = firstRefusal.or(() -> Optional.of(verdict));
      if (why.isEmpty() && !(blame.get() instanceof Blame.Size)) {
        why = refused.message() + " (" + refused.code() + ")";
      }
      stubborn.other();
      return new Verdict.Onward();
    }
    return firstRefusal.orElse(verdict);
  }

  /** Somebody on the way takes no such body: fewer of its files may pass. */
  private Verdict tooLarge(Answer.Failed failed) {
    inDoubt = true;
    foundTooLarge = 0;
    if (forms.next(new Blame.Size())) {
      stubborn.other();
      return new Verdict.Onward();
    }
    return firstRefusal.orElseGet(
        () -> Procedure.over(new Outcome.Refused(Outcome.Refusal.TOO_LARGE, failed.detail())));
  }

  private Verdict failed(String what) {
    inDoubt = true;
    stubborn.failed(lastAttempt);
    boolean suspected = job.fallback().suspected() || !forms.form().equals(Form.PLANNED);
    probing = stubborn.isEnough(suspected, lastAttempt);
    if (probing && why.isEmpty()) {
      why = what + " each time";
    }
    return probing ? new Verdict.Onward() : new Verdict.Later();
  }

  /** By the nonce Discord may answer with another post: that is no word on this one. */
  private Verdict taken(JsonNode message) {
    if (isOurs(message)) {
      return sent(id(message), forms.form());
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
    boolean fitting =
        id(message) > job.after() && (fresh || Posts.sameWords(forms.shape(), message));
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
    List<Form> all = messages.isEmpty() ? List.of() : forms.all();
    for (var message : messages) {
      if (id(message) > after) {
        for (Form form : all) {
          if (Posts.same(Shape.of(job, form), message, bot)) {
            return sent(id(message), form);
          }
        }
      }
    }
    long last = messages.isEmpty() ? after : id(messages.getLast());
    if (messages.size() >= PAGE && last > after) {
      after = last;
      return new Verdict.Onward();
    }
    inDoubt = false;
    attempted = false;
    return probing ? inAnotherForm() : new Verdict.Onward();
  }

  /**
   * Discord answers for this channel, and yet it fails on this post. Where it fails on nothing but
   * the post's name, too, it is not the post.
   */
  private Verdict inAnotherForm() {
    probing = false;
    if (forms.next(new Blame.Unsaid())) {
      stubborn.other();
      return new Verdict.Onward();
    }
    boolean named = !job.fallback().name().isEmpty();
    if (job.fallback().together() || (!named && stubborn.isHopeless(lastAttempt))) {
      return firstRefusal.orElseGet(
          () -> Procedure.over(new Outcome.Refused(Outcome.Refusal.FAILING, why)));
    }
    stubborn.again();
    forms.again();
    why = "";
    return new Verdict.Later();
  }

  private static long id(JsonNode message) {
    return message.path("id").asLong(0);
  }
}
