package dev.switchboard.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.ticket.Job;
import dev.switchboard.ticket.Outcome;
import java.util.Optional;
import java.util.Set;

/** Does what may be done twice without harm: one call, until Discord has answered it. */
final class Deed implements Procedure {
  private final Call call;
  private final Set<Integer> doneAlready;

  private Deed(Call call, Set<Integer> doneAlready) {
    this.call = call;
    this.doneAlready = doneAlready;
  }

  static Deed of(Job.Amend job) {
    return new Deed(
        Call.patch("/channels/{channel}/messages/{message}", job.channel(), job.message())
            .withBody(Posts.body(job.draft())),
        Set.of());
  }

  static Deed of(Job.Remove job) {
    return new Deed(
        Call.delete("/channels/{channel}/messages/{message}", job.channel(), job.message()),
        Set.of(Refusals.UNKNOWN_CHANNEL, Refusals.UNKNOWN_MESSAGE));
  }

  static Deed of(Job.React job) {
    var path = "/channels/{channel}/messages/{message}/reactions/{emoji}/@me";
    return job.added()
        ? new Deed(Call.put(path, job.channel(), job.message(), job.emoji()), Set.of())
        : new Deed(
            Call.delete(path, job.channel(), job.message(), job.emoji()),
            Set.of(Refusals.UNKNOWN_CHANNEL, Refusals.UNKNOWN_MESSAGE));
  }

  static Deed of(Job.CloseChannel job) {
    return new Deed(
        Call.delete("/channels/{channel}", job.channel()).withAuditReason(job.auditReason()),
        Set.of(Refusals.UNKNOWN_CHANNEL));
  }

  static Deed of(Job.OpenDm job) {
    var body = JsonNodeFactory.instance.objectNode();
    return new Deed(
        Call.post("/users/@me/channels")
            .withBody(body.put("recipient_id", Long.toString(job.user()))),
        Set.of());
  }

  @Override
  public Optional<Call> next(long now) {
    return Optional.of(call);
  }

  @Override
  public Verdict judge(Answer answer) {
    return switch (answer) {
      case Answer.Ok ok when call.method() == Call.Method.POST ->
          ok.body().path("id").asLong(0) == 0
              ? new Verdict.Later()
              : Procedure.over(new Outcome.Sent(ok.body().path("id").asLong()));
      case Answer.Ok _ -> Procedure.over(new Outcome.Done());
      case Answer.Refused refused when doneAlready.contains(refused.code()) ->
          Procedure.over(new Outcome.Done());
      case Answer.Refused refused -> Refusals.verdict(refused);
      case Answer.Failed _, Answer.Unreachable _, Answer.Limited _ -> new Verdict.Later();
    };
  }
}
