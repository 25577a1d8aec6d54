package dev.switchboard.discord.dispatch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.Procedure;
import dev.switchboard.discord.api.Refusals;
import dev.switchboard.discord.guild.Privacy;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call that may be repeated without harm, until Discord has answered it. A call for a
 * message is given up if Discord fails on it alone, because it would hold up all later jobs of the
 * channel. In a channel that others than staff can read it is repeated without end: no test line
 * may be posted there, and a message to be removed must not stay for that reason.
 */
final class IdempotentCall implements Procedure {
  private static final int SERVER_ERROR = 500;

  /** The proof of success in Discord's answer ("Message" and "Channel" in its documentation). */
  private enum Proof {
    NEW_ID,
    /** The changed or deleted object with its id. */
    SAME_ID,
    NO_CONTENT
  }

  private final Call call;
  private final Proof proof;

  /** The id that an answer with {@link Proof#SAME_ID} must have. */
  private final long named;

  private final Set<Integer> doneAlready;
  private final Optional<Doubts> doubts;
  private @Nullable ChannelProbe channelProbe;

  /** Whether the last test showed that Discord works for this channel. */
  private boolean sure;

  private long lastAttempt;

  /**
   * The test that decides whether the call may be given up.
   *
   * @param open whether people other than staff would read the test line
   */
  private record Doubts(
      RepeatedFailures stubborn, Supplier<ChannelProbe> inquiry, BooleanSupplier open) {
    static Optional<Doubts> of(Job job, Dispatcher.Means means, RepeatedFailures repeatedFailures) {
      var privacy = new Privacy(means.directory(), means.terms().place());
      return Optional.of(
          new Doubts(
              repeatedFailures,
              () -> ChannelProbe.byReading(job, means, repeatedFailures),
              () -> privacy.isOpen(job.channel())));
    }

    Optional<ChannelProbe> inquiry(long now) {
      return stubborn.isEnough(false, now) && !open.getAsBoolean()
          ? Optional.of(inquiry.get())
          : Optional.empty();
    }
  }

  private IdempotentCall(
      Call call, Proof proof, long named, Set<Integer> doneAlready, Optional<Doubts> doubts) {
    this.call = call;
    this.proof = proof;
    this.named = named;
    this.doneAlready = doneAlready;
    this.doubts = doubts;
  }

  static IdempotentCall of(
      Job.Amend job, Dispatcher.Means means, RepeatedFailures repeatedFailures) {
    return new IdempotentCall(
        Call.patch("/channels/{channel}/messages/{message}", job.channel(), job.message())
            .withBody(Posts.body(job.draft())),
        Proof.SAME_ID,
        job.message(),
        Set.of(),
        Doubts.of(job, means, repeatedFailures));
  }

  static IdempotentCall of(
      Job.Remove job, Dispatcher.Means means, RepeatedFailures repeatedFailures) {
    return new IdempotentCall(
        Call.delete("/channels/{channel}/messages/{message}", job.channel(), job.message()),
        Proof.NO_CONTENT,
        0,
        Set.of(Refusals.UNKNOWN_CHANNEL, Refusals.UNKNOWN_MESSAGE),
        Doubts.of(job, means, repeatedFailures));
  }

  static IdempotentCall of(
      Job.React job, Dispatcher.Means means, RepeatedFailures repeatedFailures) {
    var path = "/channels/{channel}/messages/{message}/reactions/{emoji}/@me";
    return job.added()
        ? new IdempotentCall(
            Call.put(path, job.channel(), job.message(), job.emoji()),
            Proof.NO_CONTENT,
            0,
            Set.of(),
            Doubts.of(job, means, repeatedFailures))
        : new IdempotentCall(
            Call.delete(path, job.channel(), job.message(), job.emoji()),
            Proof.NO_CONTENT,
            0,
            Set.of(Refusals.UNKNOWN_CHANNEL, Refusals.UNKNOWN_MESSAGE),
            Doubts.of(job, means, repeatedFailures));
  }

  static IdempotentCall of(Job.CloseChannel job) {
    return new IdempotentCall(
        Call.delete("/channels/{channel}", job.channel()).withAuditReason(job.auditReason()),
        Proof.SAME_ID,
        job.channel(),
        Set.of(Refusals.UNKNOWN_CHANNEL),
        Optional.empty());
  }

  static IdempotentCall of(Job.OpenDm job) {
    var body = JsonNodeFactory.instance.objectNode();
    return new IdempotentCall(
        Call.post("/users/@me/channels")
            .withBody(body.put("recipient_id", Long.toString(job.user()))),
        Proof.NEW_ID,
        0,
        Set.of(),
        Optional.empty());
  }

  @Override
  public Optional<Call> next(long now) {
    if (channelProbe != null
        && channelProbe.isSaying()
        && doubts.filter(known -> known.open().getAsBoolean()).isPresent()) {
      channelProbe = null;
    }
    return Optional.of(channelProbe == null ? call : channelProbe.next());
  }

  @Override
  public boolean isReading() {
    return channelProbe != null && channelProbe.isReading();
  }

  @Override
  public void sending(long now) {
    if (channelProbe == null) {
      lastAttempt = now;
    }
  }

  @Override
  public Verdict judge(Answer answer) {
    if (channelProbe != null) {
      return found(channelProbe.judge(answer));
    }
    return switch (answer) {
      case Answer.Ok ok -> done(ok);
      case Answer.Refused refused when doneAlready.contains(refused.code()) ->
          Procedure.over(new Outcome.Done());
      case Answer.Refused refused -> Refusals.verdict(refused);
      case Answer.Failed failed -> failed(failed.status() >= SERVER_ERROR);
      case Answer.Unreachable gone when gone.beforeSending() -> {
        sure = false;
        yield new Verdict.Later();
      }
      case Answer.Unreachable _ -> failed(true);
      case Answer.Limited _ -> new Verdict.Later();
    };
  }

  /** A success status counts only with the expected proof in the answer. */
  private Verdict done(Answer.Ok ok) {
    long id = ok.body().path("id").asLong(0);
    return switch (proof) {
      case NEW_ID -> id == 0 ? failed(false) : Procedure.over(new Outcome.Sent(id));
      case SAME_ID -> id == named ? Procedure.over(new Outcome.Done()) : failed(false);
      case NO_CONTENT ->
          ok.body().isMissingNode() ? Procedure.over(new Outcome.Done()) : failed(false);
    };
  }

  /**
   * Handles a failure of Discord or of a proxy before it.
   *
   * @param servers whether the call may be given up soon; false for a proxy's error page, which
   *     says nothing about the call
   */
  private Verdict failed(boolean servers) {
    if (doubts.isEmpty()) {
      return new Verdict.Later();
    }
    var repeatedFailures = doubts.get().stubborn();
    repeatedFailures.failed(lastAttempt);
    if (sure && (servers || repeatedFailures.isOverdue(lastAttempt))) {
      return Procedure.over(
          new Outcome.Refused(Outcome.Refusal.FAILING, "a server error each time"));
    }
    sure = false;
    channelProbe = doubts.get().inquiry(lastAttempt).orElse(null);
    return channelProbe == null ? new Verdict.Later() : new Verdict.Onward();
  }

  /** If Discord works for this channel, the call is made once more. */
  private Verdict found(ChannelProbe.Finding finding) {
    if (finding instanceof ChannelProbe.Finding.More) {
      return new Verdict.Onward();
    }
    channelProbe = null;
    sure = finding instanceof ChannelProbe.Finding.Works;
    if (finding instanceof ChannelProbe.Finding.Fails) {
      doubts.ifPresent(known -> known.stubborn().outage());
    }
    return sure ? new Verdict.Onward() : new Verdict.Later();
  }
}
