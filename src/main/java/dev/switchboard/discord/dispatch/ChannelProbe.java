package dev.switchboard.discord.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.Procedure;
import dev.switchboard.discord.api.Refusals;
import dev.switchboard.ticket.model.Job;
import java.util.stream.StreamSupport;

/**
 * Tests whether Discord works for the channel of a job that fails each time: first whether Discord
 * answers for the channel, then whether it stores messages. In an outage Discord may answer reads
 * and refuse invalid requests, yet store nothing. In a staff channel the test posts a line and
 * deletes it at once. In a member's channel nothing is posted: a message taken in another channel
 * is the only proof. Not thread-safe.
 */
final class ChannelProbe {
  private enum Step {
    ASK,
    /** Deletes an earlier test line whose answer was lost, or a test message without text. */
    CLEAR,
    TELL,
    /** The line was posted and is deleted. */
    TAKE_BACK
  }

  /** The result after an answer. */
  sealed interface Finding {
    /** Another call is needed. */
    record More() implements Finding {}

    /** Discord takes messages; if it fails once more, the job is the cause. */
    record Works() implements Finding {}

    /** Discord answers, but nothing shows yet whether it takes messages. */
    record Unproven() implements Finding {}

    /** Discord fails on other calls than the job, too. */
    record Fails() implements Finding {}

    /** Discord refuses every post in the channel. */
    record Refused(Answer.Refused answer) implements Finding {}
  }

  /** The number of latest messages that are searched for a test line. */
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
   * Tests with an empty message, which Discord refuses in every channel that takes messages.
   *
   * @param line the id of an earlier test line in the channel; 0 for none
   */
  static ChannelProbe byEmptyMessage(
      Job.Send job, Dispatcher.Means means, RepeatedFailures repeatedFailures, long line) {
    var channelProbe = new ChannelProbe(job, means, repeatedFailures, false);
    channelProbe.toDelete = line;
    return channelProbe;
  }

  /** Tests by reading: the bot may change a message even where it may not write one. */
  static ChannelProbe byReading(
      Job job, Dispatcher.Means means, RepeatedFailures repeatedFailures) {
    return new ChannelProbe(job, means, repeatedFailures, true);
  }

  /** The id of the message if it is an earlier test line; 0 otherwise. */
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

  /** Whether the answer to the next call proves nothing about storing messages. */
  boolean isReading() {
    return step == Step.ASK;
  }

  /** Whether the next call posts the test line. */
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
      // A content filter read the line: this says nothing about the job, but Discord works.
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
