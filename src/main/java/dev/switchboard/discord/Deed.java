package dev.switchboard.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.ticket.Job;
import dev.switchboard.ticket.Outcome;
import java.util.Optional;
import java.util.Set;

/**
 * Does what may be done twice without harm: one call, until Discord has answered it. What concerns
 * a message is given up where Discord fails on it alone: it would hold up all that follows.
 */
final class Deed implements Procedure {
  private static final int SERVER_ERROR = 500;

  private final Call call;
  private final Set<Integer> doneAlready;
  private final Optional<Stubborn> stubborn;
  private final Call probe;
  private boolean probing;

  /** Whether Discord is known to answer for this channel just now. */
  private boolean sure;

  private long lastAttempt;

  private Deed(Call call, Set<Integer> doneAlready, Optional<Stubborn> stubborn) {
    this.call = call;
    this.doneAlready = doneAlready;
    this.stubborn = stubborn;
    this.probe = call;
  }

  private Deed(Call call, Set<Integer> doneAlready, long channel, Stubborn stubborn) {
    this.call = call;
    this.doneAlready = doneAlready;
    this.stubborn = Optional.of(stubborn);
    this.probe = Call.get("/channels/{channel}/messages", channel).withQuery("limit", 1);
  }

  static Deed of(Job.Amend job, Stubborn stubborn) {
    return new Deed(
        Call.patch("/channels/{channel}/messages/{message}", job.channel(), job.message())
            .withBody(Posts.body(job.draft())),
        Set.of(),
        job.channel(),
        stubborn);
  }

  static Deed of(Job.Remove job, Stubborn stubborn) {
    return new Deed(
        Call.delete("/channels/{channel}/messages/{message}", job.channel(), job.message()),
        Set.of(Refusals.UNKNOWN_CHANNEL, Refusals.UNKNOWN_MESSAGE),
        job.channel(),
        stubborn);
  }

  static Deed of(Job.React job, Stubborn stubborn) {
    var path = "/channels/{channel}/messages/{message}/reactions/{emoji}/@me";
    return job.added()
        ? new Deed(
            Call.put(path, job.channel(), job.message(), job.emoji()),
            Set.of(),
            job.channel(),
            stubborn)
        : new Deed(
            Call.delete(path, job.channel(), job.message(), job.emoji()),
            Set.of(Refusals.UNKNOWN_CHANNEL, Refusals.UNKNOWN_MESSAGE),
            job.channel(),
            stubborn);
  }

  static Deed of(Job.CloseChannel job) {
    return new Deed(
        Call.delete("/channels/{channel}", job.channel()).withAuditReason(job.auditReason()),
        Set.of(Refusals.UNKNOWN_CHANNEL),
        Optional.empty());
  }

  static Deed of(Job.OpenDm job) {
    var body = JsonNodeFactory.instance.objectNode();
    return new Deed(
        Call.post("/users/@me/channels")
            .withBody(body.put("recipient_id", Long.toString(job.user()))),
        Set.of(),
        Optional.empty());
  }

  @Override
  public Optional<Call> next(long now) {
    return Optional.of(probing ? probe : call);
  }

  @Override
  public boolean isReading() {
    return probing;
  }

  @Override
  public void sending(long now) {
    lastAttempt = now;
  }

  @Override
  public Verdict judge(Answer answer) {
    if (probing) {
      return judgeProbe(answer);
    }
    return switch (answer) {
      case Answer.Ok ok when call.method() == Call.Method.POST ->
          ok.body().path("id").asLong(0) == 0
              ? new Verdict.Later()
              : Procedure.over(new Outcome.Sent(ok.body().path("id").asLong()));
      case Answer.Ok _ -> Procedure.over(new Outcome.Done());
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

  /**
   * Discord, or somebody on the way to it, failed.
   *
   * @param servers whether it may be given up for it soon; a page of somebody on the way says
   *     nothing of the deed
   */
  private Verdict failed(boolean servers) {
    if (stubborn.isEmpty()) {
      return new Verdict.Later();
    }
    stubborn.get().failed(lastAttempt);
    if (sure && (servers || stubborn.get().isOverdue(lastAttempt))) {
      return Procedure.over(
          new Outcome.Refused(Outcome.Refusal.FAILING, "a server error each time"));
    }
    sure = false;
    probing = stubborn.get().isEnough(false, lastAttempt);
    return probing ? new Verdict.Onward() : new Verdict.Later();
  }

  /** Whether Discord answers for this channel: then it is tried once more. */
  private Verdict judgeProbe(Answer answer) {
    probing = false;
    sure = answer instanceof Answer.Ok;
    if (sure) {
      return new Verdict.Onward();
    }
    stubborn.ifPresent(Stubborn::anew);
    return new Verdict.Later();
  }
}
