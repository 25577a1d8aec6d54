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
 * Does what may be done twice without harm: one call, until Discord has answered it. What concerns
 * a message is given up where Discord fails on it alone: it would hold up all that follows. Where
 * others than staff read, it goes on instead: nothing may be said there to find that out, and what
 * is to be removed is not to stand there any longer for that.
 */
final class IdempotentCall implements Procedure {
  private static final int SERVER_ERROR = 500;

  /** What Discord answers where the deed is done ("Message", "Channel", its documentation). */
  private enum Proof {
    NEW_ID,
    /** What was changed or deleted, as it is now. */
    SAME_ID,
    NO_CONTENT
  }

  private final Call call;
  private final Proof proof;

  /** The id that {@link Proof#SAME_ID} is to bear. */
  private final long named;

  private final Set<Integer> doneAlready;
  private final Optional<Doubts> doubts;
  private @Nullable ChannelProbe channelProbe;

  /** Whether Discord is known to work for this channel just now. */
  private boolean sure;

  private long lastAttempt;

  /**
   * When it may be given up, and how that is found out.
   *
   * @param open whether others than staff would read what is said for that
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

  /** An answer that does not name what was to be done says nothing of it. */
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
   * Discord, or somebody on the way to it, failed.
   *
   * @param servers whether it may be given up for it soon; a page of somebody on the way says
   *     nothing of the deed
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

  /** Where Discord works for this channel, it is tried once more. */
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
