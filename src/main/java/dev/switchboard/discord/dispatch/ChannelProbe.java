package dev.switchboard.discord.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.Procedure;
import dev.switchboard.discord.api.Refusals;
import dev.switchboard.ticket.model.Job;
import java.util.stream.StreamSupport;

/**
 * Finds out whether Discord works for the channel of a job on which it fails each time: first
 * whether it answers there, then whether it takes messages. It may answer all that only reads,
 * refuse what is wrong, and yet store nothing. A channel of staff is shown a line for that, which
 * is deleted at once. A member's channel is shown nothing: there, what Discord takes elsewhere has
 * to do. Not thread-safe.
 */
final class ChannelProbe {
  private enum Step {
    ASK,
    /** A former line of ours stands there, whose answer was lost, or a message without words. */
    CLEAR,
    TELL,
    /** The line was taken. */
    TAKE_BACK
  }

  /** What is known after an answer. */
  sealed interface Finding {
    /** Another call is needed. */
    record More() implements Finding {}

    /** Discord takes messages: if it fails once more, then on nothing but the job. */
    record Works() implements Finding {}

    /** Discord answers; whether it takes messages nothing shows yet. */
    record Unproven() implements Finding {}

    /** Discord fails on more than the job. */
    record Fails() implements Finding {}

    /** Discord refuses whatever is posted there. */
    record Refused(Answer.Refused answer) implements Finding {}
  }

  /** How many of the latest messages are looked at for a line of ours. */
  private static final int LATEST = 10;

  private final Job job;
  private final long bot;
  private final RepeatedFailures repeatedFailures;
  private final boolean ofStaff;
  private final boolean reads;
  private Step step = Step.ASK;
  private boolean answered;
  private long toDelete;

  private ChannelProbe(
      Job job, Dispatcher.Means means, RepeatedFailures repeatedFailures, boolean reads) {
    this.job = job;
    this.bot = means.terms().bot();
    this.repeatedFailures = repeatedFailures;
    this.ofStaff =
        means.directory().channelOrParent(job.channel()).isPresent()
            || (job instanceof Job.Send send && !send.fallback().name().isEmpty());
    this.reads = reads;
  }

  /**
   * By an empty message, which Discord refuses wherever it takes any.
   *
   * @param line a line of a former inquiry that was found in the channel; 0 for none
   */
  static ChannelProbe byEmptyMessage(
      Job.Send job, Dispatcher.Means means, RepeatedFailures repeatedFailures, long line) {
    var channelProbe = new ChannelProbe(job, means, repeatedFailures, false);
    channelProbe.toDelete = line;
    return channelProbe;
  }

  /** By reading the channel: who may change a message need not be allowed to write one. */
  static ChannelProbe byReading(
      Job job, Dispatcher.Means means, RepeatedFailures repeatedFailures) {
    return new ChannelProbe(job, means, repeatedFailures, true);
  }

  /** The line of a former inquiry, if the message is one; else 0. */
  static long line(JsonNode message, long bot) {
    return Posts.isProbe(message, bot) ? message.path("id").asLong(0) : 0;
  }

  Call next() {
    return switch (step) {
      case ASK ->
          reads
              ? Call.get("/channels/{channel}/messages", job.channel()).withQuery("limit", LATEST)
              : Posts.empty(job.channel());
      case CLEAR, TAKE_BACK ->
          Call.delete("/channels/{channel}/messages/{message}", job.channel(), toDelete);
      case TELL -> Posts.probe(job.channel());
    };
  }

  /** Whether Discord's answer to the next call says nothing of what it stores. */
  boolean isReading() {
    return step == Step.ASK;
  }

  /** Whether the next call shows a line in the channel. */
  boolean isSaying() {
    return step == Step.TELL;
  }

  Finding judge(Answer answer) {
    return switch (step) {
      case ASK -> asked(answer);
      case CLEAR -> cleared(answer);
      case TELL -> told(answer);
      case TAKE_BACK -> new Finding.Works();
    };
  }

  private Finding asked(Answer answer) {
    return switch (answer) {
      case Answer.Ok ok when reads -> {
        toDelete =
            StreamSupport.stream(ok.body().spliterator(), false)
                .mapToLong(message -> line(message, bot))
                .max()
                .orElse(0);
        yield answers();
      }
      case Answer.Ok ok -> {
        toDelete = ok.body().path("id").asLong(0);
        step = Step.CLEAR;
        yield toDelete == 0 ? new Finding.Fails() : new Finding.More();
      }
      case Answer.Refused refused when !reads && isOfTheEmpty(refused) -> answers();
      case Answer.Refused refused -> new Finding.Refused(refused);
      case Answer.Failed _, Answer.Unreachable _, Answer.Limited _ -> new Finding.Fails();
    };
  }

  private static boolean isOfTheEmpty(Answer.Refused refused) {
    return refused.code() == Refusals.EMPTY_MESSAGE || refused.code() == Refusals.INVALID_FORM;
  }

  private Finding answers() {
    if (ofStaff ? repeatedFailures.isProven() : repeatedFailures.othersAreTaken()) {
      return new Finding.Works();
    }
    answered = true;
    step = toDelete == 0 ? Step.TELL : Step.CLEAR;
    return ofStaff ? new Finding.More() : new Finding.Unproven();
  }

  private Finding cleared(Answer answer) {
    boolean gone =
        answer instanceof Answer.Ok
            || (answer instanceof Answer.Refused refused
                && refused.code() == Refusals.UNKNOWN_MESSAGE);
    if (!answered || !gone) {
      return new Finding.Fails();
    }
    step = Step.TELL;
    return new Finding.More();
  }

  private Finding told(Answer answer) {
    return switch (answer) {
      case Answer.Ok ok when ok.body().path("id").asLong(0) != 0 -> {
        repeatedFailures.prove();
        toDelete = ok.body().path("id").asLong();
        step = Step.TAKE_BACK;
        yield new Finding.More();
      }
      case Answer.Refused refused when !isFinal(refused) -> new Finding.Fails();
      // A filter read it: what it says of the line it does not say of the job.
      case Answer.Refused refused when isOf(refused, RefusalCause.Text.class) ->
          new Finding.Works();
      case Answer.Refused refused when isOf(refused, RefusalCause.class) -> new Finding.Unproven();
      case Answer.Refused refused -> new Finding.Refused(refused);
      case Answer.Ok _, Answer.Failed _, Answer.Unreachable _, Answer.Limited _ ->
          new Finding.Fails();
    };
  }

  private static boolean isOf(Answer.Refused refused, Class<? extends RefusalCause> blame) {
    return RefusalCause.of(refused).filter(blame::isInstance).isPresent();
  }

  private static boolean isFinal(Answer.Refused refused) {
    return Refusals.verdict(refused) instanceof Procedure.Verdict.Over;
  }
}
