package dev.switchboard.discord;

import dev.switchboard.ticket.Job;

/**
 * Finds out whether Discord works for the channel of a job on which it fails each time: first
 * whether it answers there, then whether it takes messages. It may answer all that only reads,
 * refuse what is wrong, and yet store nothing. Staff are told of such a job in their channel, and
 * their line is the proof; in a member's channel nothing is said, and what Discord took elsewhere
 * has to do. Not thread-safe.
 */
final class Inquiry {
  private enum Step {
    ASK,
    /** An empty message came to stand there: it is no message of anybody. */
    TAKE_BACK,
    TELL
  }

  /** What is known after an answer. */
  sealed interface Finding {
    /** Another call is needed. */
    record More() implements Finding {}

    /** Discord takes messages: if it fails once more, then on nothing but the job. */
    record Works() implements Finding {}

    /** Discord fails on more than the job, or nothing shows that it does not. */
    record Fails() implements Finding {}

    /** Discord refuses whatever is posted there. */
    record Refused(Answer.Refused answer) implements Finding {}
  }

  private final Job job;
  private final NonceEpoch epoch;
  private final Stubborn stubborn;
  private final boolean ofStaff;
  private final boolean reads;
  private Step step = Step.ASK;
  private long blank;

  private Inquiry(Job job, Dispatcher.Means means, Stubborn stubborn, boolean reads) {
    this.job = job;
    this.epoch = means.terms().epoch();
    this.stubborn = stubborn;
    this.ofStaff =
        means.directory().channelOrParent(job.channel()).isPresent()
            || (job instanceof Job.Send send && !send.fallback().equals(Job.Fallback.NONE));
    this.reads = reads;
  }

  /** By an empty message, which Discord refuses wherever it takes any. */
  static Inquiry byEmptyMessage(Job.Send job, Dispatcher.Means means, Stubborn stubborn) {
    return new Inquiry(job, means, stubborn, false);
  }

  /** By reading the channel: who may change a message need not be allowed to write one. */
  static Inquiry byReading(Job job, Dispatcher.Means means, Stubborn stubborn) {
    return new Inquiry(job, means, stubborn, true);
  }

  Call next() {
    return switch (step) {
      case ASK ->
          reads
              ? Call.get("/channels/{channel}/messages", job.channel()).withQuery("limit", 1)
              : Posts.empty(job.channel());
      case TAKE_BACK ->
          Call.delete("/channels/{channel}/messages/{message}", job.channel(), blank);
      case TELL -> Posts.sayThatItFails(job, epoch);
    };
  }

  /** Whether Discord's answer to the next call says nothing of what it stores. */
  boolean isReading() {
    return step == Step.ASK;
  }

  Finding judge(Answer answer) {
    return switch (step) {
      case ASK -> asked(answer);
      case TAKE_BACK -> new Finding.Works();
      case TELL -> told(answer);
    };
  }

  private Finding asked(Answer answer) {
    return switch (answer) {
      case Answer.Ok _ when reads -> answers();
      case Answer.Ok ok -> {
        blank = ok.body().path("id").asLong(0);
        step = Step.TAKE_BACK;
        yield blank == 0 ? new Finding.Fails() : new Finding.More();
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
    if (stubborn.othersAreTaken()) {
      return new Finding.Works();
    }
    step = Step.TELL;
    return ofStaff ? new Finding.More() : new Finding.Fails();
  }

  private static Finding told(Answer answer) {
    return switch (answer) {
      case Answer.Ok _ -> new Finding.Works();
      // A filter read it: what it says of the line it does not say of the job.
      case Answer.Refused refused when Blame.of(refused).isPresent() -> new Finding.Works();
      case Answer.Refused refused -> new Finding.Refused(refused);
      case Answer.Failed _, Answer.Unreachable _, Answer.Limited _ -> new Finding.Fails();
    };
  }
}
