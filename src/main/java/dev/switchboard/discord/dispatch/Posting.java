package dev.switchboard.discord.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.Procedure;
import dev.switchboard.discord.api.Refusals;
import dev.switchboard.storage.FileStore;
import dev.switchboard.ticket.model.Form;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.timing.Snowflake;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts a message exactly once. After an attempt without an answer, Discord recognises the nonce
 * for some time; later, or after a restart, the post is looked for in the channel's history.
 */
final class Posting implements Procedure {
  private static final Logger LOG = LoggerFactory.getLogger(Posting.class);

  /** Tolerance for our estimate of Discord's clock. */
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  private static final int PAGE = 100;
  private static final int TOO_LARGE = 413;
  private static final int SERVER_ERROR = 500;

  /** After this number of "too large" answers of a proxy, files are left out. */
  private static final int TIMES_TOO_LARGE = 3;

  /**
   * The purpose of the next call. A post that fails each time is shown in another form only if
   * Discord answers for its channel, takes messages there, and then fails on this post again:
   * during an outage or just after it, failures say nothing about the post.
   */
  private enum Step {
    POST,
    /** Reads the history: the post may be there, or Discord may fail on reads, too. */
    READ,
    /** Discord works for this channel: if it fails on the post once more, the post is the cause. */
    POST_ONCE_MORE,
    /** Reads the history for the last time: without the post in it, the post is given up. */
    READ_ONCE_MORE
  }

  private final Job.Send job;
  private final Dispatcher.Means means;
  private final FileStore files;
  private final long bot;
  private final NoncePrefix epoch;
  private final Clock discordsClock;
  private final long nonceMemory;
  private final PostForms postForms;
  private final RepeatedFailures repeatedFailures;

  /** The id of an earlier test line in the channel; 0 for none. */
  private long line;

  /** The history after this message id has not been read. */
  private long after;

  private boolean inDoubt;

  private Step step = Step.POST;
  private @Nullable ChannelProbe channelProbe;

  /** Whether the call under way reads the history. */
  private boolean looking;

  /** Whether an attempt was made since the history was last read. */
  private boolean attempted;

  private long firstAttempt;
  private long lastAttempt;

  /** Discord's reason for the first refusal; empty if it was the size of files. */
  private String why = "";

  private Optional<Verdict> firstRefusal = Optional.empty();

  /** The time of the first attempt by Discord's clock, in milliseconds. */
  private long firstAttemptAt;

  /** The number of times that Discord answered with another post. */
  private int answeredByOthers;

  /** The number of times that a proxy, not Discord's API, refused the post as too large. */
  private int foundTooLarge;

  /**
   * @param after the id of a message of this channel that is older than the post
   */
  Posting(Job.Send job, Dispatcher.Means means, long after, RepeatedFailures repeatedFailures) {
    this.job = job;
    this.means = means;
    this.files = means.files();
    this.bot = means.terms().bot();
    this.epoch = means.terms().epoch();
    this.discordsClock = means.rest().rest().clock();
    this.after = after;
    this.nonceMemory = means.terms().limits().nonceMemory().toNanos();
    this.inDoubt = job.doubtful();
    this.postForms = new PostForms(job, means.terms().words());
    this.repeatedFailures = repeatedFailures;
  }

  @Override
  public Optional<Call> next(long now) {
    if (channelProbe != null) {
      looking = false;
      return Optional.of(channelProbe.next());
    }
    boolean covered = attempted && now - firstAttempt < nonceMemory;
    looking = step == Step.READ || step == Step.READ_ONCE_MORE || (inDoubt && !covered);
    return Optional.of(
        looking
            ? Call.get("/channels/{channel}/messages", job.channel())
                .withQuery("after", after)
                .withQuery("limit", PAGE)
            : Posts.create(
                job.channel(),
                postForms.shape(),
                epoch.nonce(job.nonce(), answeredByOthers),
                files));
  }

  @Override
  public boolean isReading() {
    return channelProbe == null ? looking : channelProbe.isReading();
  }

  @Override
  public void sending(long now) {
    if (looking || channelProbe != null) {
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
    if (channelProbe != null) {
      return found(channelProbe.judge(answer));
    }
    return switch (answer) {
      case Answer.Ok ok when looking -> search(ok.body());
      case Answer.Refused refused when looking -> Refusals.verdict(refused);
      case Answer.Failed _, Answer.Unreachable _ when looking -> notThePost();
      case Answer.Ok ok when ok.body().path("id").asLong(0) != 0 -> taken(ok.body());
      case Answer.Refused refused -> refused(refused);
      case Answer.Failed failed when isOfFiles(failed.status()) -> tooLarge(failed);
      case Answer.Failed failed -> failed(failed.detail(), failed.status() >= SERVER_ERROR);
      case Answer.Unreachable gone when gone.beforeSending() -> {
        step = Step.POST;
        yield new Verdict.Later();
      }
      case Answer.Unreachable gone -> failed(gone.detail(), true);
      case Answer.Ok ok -> failed("HTTP %d without a message".formatted(ok.status()), false);
      case Answer.Limited _ -> {
        inDoubt = true;
        yield new Verdict.Later();
      }
    };
  }

  private Verdict sent(long id, Form form) {
    return Procedure.over(
        form.equals(Form.PLANNED) ? new Outcome.Sent(id) : new Outcome.SentAs(id, form, why));
  }

  /** Tries another form if the content of the message may be the cause. */
  private Verdict refused(Answer.Refused refused) {
    step = Step.POST;
    var verdict = Refusals.verdict(refused);
    if (!(verdict instanceof Verdict.Over)) {
      return verdict;
    }
    var blame = RefusalCause.of(refused);
    if (blame.isPresent() && postForms.next(blame.get())) {
      firstRefusal = firstRefusal.or(() -> Optional.of(verdict));
      if (why.isEmpty() && !(blame.get() instanceof RefusalCause.Size)) {
        why = refused.message() + " (" + refused.code() + ")";
      }
      repeatedFailures.anew();
      return new Verdict.Onward();
    }
    return firstRefusal.orElse(verdict);
  }

  /** Leaves out the files whose copies are missing, if that is allowed. */
  @Override
  public Verdict unreadable(Throwable failure) {
    var verdict = Refusals.ofUnreadable(failure);
    step = Step.POST;
    if (!(verdict instanceof Verdict.Over)) {
      return verdict;
    }
    List<Integer> gone =
        IntStream.range(0, job.draft().files().size())
            .filter(i -> job.draft().files().get(i).name().equals(failure.getMessage()))
            .boxed()
            .toList();
    if (postForms.next(new RefusalCause.Files(gone))) {
      why = why.isEmpty() ? "our copy of a file is missing" : why;
      return new Verdict.Onward();
    }
    return firstRefusal.orElse(verdict);
  }

  /** A proxy refuses a body of this size: a post with fewer files may pass. */
  private Verdict tooLarge(Answer.Failed failed) {
    inDoubt = true;
    step = Step.POST;
    foundTooLarge++;
    if (foundTooLarge < TIMES_TOO_LARGE) {
      return new Verdict.Later();
    }
    foundTooLarge = 0;
    if (postForms.next(new RefusalCause.Size())) {
      repeatedFailures.anew();
      return new Verdict.Onward();
    }
    return firstRefusal.orElseGet(
        () -> Procedure.over(new Outcome.Refused(Outcome.Refusal.TOO_LARGE, failed.detail())));
  }

  /**
   * Handles a failure of Discord, or of a proxy before it, on the post.
   *
   * @param servers whether the post may be given up; false for a proxy's error page, which says
   *     nothing about the post
   */
  private Verdict failed(String what, boolean servers) {
    inDoubt = true;
    repeatedFailures.failed(lastAttempt);
    if (step == Step.POST_ONCE_MORE) {
      why = why.isEmpty() ? what + " each time" : why;
      return inAnotherForm(servers);
    }
    boolean suspected = job.fallback().suspected() || !postForms.form().equals(Form.PLANNED);
    step = repeatedFailures.isEnough(suspected, lastAttempt) ? Step.READ : Step.POST;
    return step == Step.READ ? new Verdict.Onward() : new Verdict.Later();
  }

  /** Discord fails on other calls than the post, too. */
  private Verdict notThePost() {
    repeatedFailures.outage();
    step = Step.POST;
    return new Verdict.Later();
  }

  private Verdict found(ChannelProbe.Finding finding) {
    if (!(finding instanceof ChannelProbe.Finding.More)) {
      channelProbe = null;
      step = Step.POST;
    }
    return switch (finding) {
      case ChannelProbe.Finding.More _ -> new Verdict.Onward();
      case ChannelProbe.Finding.Works _ -> {
        step = Step.POST_ONCE_MORE;
        yield new Verdict.Onward();
      }
      // A refusal for the channel or the member applies to the post, too.
      case ChannelProbe.Finding.Refused(var refused) -> Refusals.verdict(refused);
      case ChannelProbe.Finding.Unproven _ -> new Verdict.Later();
      case ChannelProbe.Finding.Fails _ -> {
        if (mayBeGivenUp() && repeatedFailures.isOverdue(lastAttempt)) {
          why = "nothing is taken for this channel";
          step = Step.READ_ONCE_MORE;
          yield new Verdict.Onward();
        }
        yield notThePost();
      }
    };
  }

  /** Discord may answer a nonce with another post. Then this post was not made. */
  private Verdict taken(JsonNode message) {
    step = Step.POST;
    if (isOurs(message)) {
      return sent(id(message), standing(message));
    }
    answeredByOthers++;
    LOG.warn(
        "Discord answered {} with the message {} of another post; it is sent under another nonce",
        job.key(),
        id(message));
    return answeredByOthers == 1 ? new Verdict.Onward() : new Verdict.Later();
  }

  /** The form of the message: an attempt in another form may have lost its answer. */
  private Form standing(JsonNode message) {
    return postForms.tried().stream()
        .filter(form -> !Posts.same(postForms.shape(), message, bot))
        .filter(form -> Posts.same(postForms.of(form), message, bot))
        .findFirst()
        .orElseGet(postForms::form);
  }

  /**
   * Different words in a new message are Discord's own changes to the text. A nonce's first use
   * cannot match another post, so nothing is posted more than twice, even if this check is wrong.
   */
  private boolean isOurs(JsonNode message) {
    long channel = message.path("channel_id").asLong(job.channel());
    boolean fresh = Snowflake.millis(id(message)) >= firstAttemptAt - CLOCKS.toMillis();
    boolean fitting =
        id(message) > job.after() && (fresh || Posts.sameWords(postForms.shape(), message));
    return channel == job.channel() && (answeredByOthers > 0 || fitting);
  }

  private boolean isOfFiles(int status) {
    return status == TOO_LARGE && !job.draft().files().isEmpty();
  }

  private Verdict search(JsonNode page) {
    if (!page.isArray()) {
      return new Verdict.Later();
    }
    List<JsonNode> messages = new ArrayList<>();
    page.forEach(messages::add);
    messages.sort(Comparator.comparingLong(Posting::id));
    List<Form> all = messages.isEmpty() ? List.of() : postForms.all();
    for (var message : messages) {
      line = Math.max(line, ChannelProbe.line(message, bot));
      if (id(message) > after) {
        for (Form form : all) {
          if (Posts.same(postForms.of(form), message, bot)) {
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
    if (step == Step.READ_ONCE_MORE) {
      return firstRefusal.orElseGet(
          () -> Procedure.over(new Outcome.Refused(Outcome.Refusal.FAILING, why)));
    }
    if (step == Step.READ) {
      channelProbe = ChannelProbe.byEmptyMessage(job, means, repeatedFailures, line);
      line = 0;
    }
    step = Step.POST;
    return new Verdict.Onward();
  }

  /** Discord takes messages for this channel but fails on this one: the next form is tried. */
  private Verdict inAnotherForm(boolean servers) {
    step = Step.POST;
    repeatedFailures.anew();
    if (postForms.next(new RefusalCause.Unsaid())) {
      return new Verdict.Onward();
    }
    boolean enough = mayBeGivenUp() && servers && repeatedFailures.isHopeless(lastAttempt);
    if (job.fallback().together() || enough) {
      step = Step.READ_ONCE_MORE;
      return new Verdict.Onward();
    }
    postForms.again();
    why = "";
    return new Verdict.Later();
  }

  /** Not if its words can be left out: if that form fails too, the words are not the cause. */
  private boolean mayBeGivenUp() {
    return job.fallback().name().isEmpty();
  }

  private static long id(JsonNode message) {
    return message.path("id").asLong(0);
  }
}
