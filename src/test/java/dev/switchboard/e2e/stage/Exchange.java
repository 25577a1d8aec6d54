package dev.switchboard.e2e.stage;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A member and staff who write to each other fast, numbered, so that what is lost, doubled or out
 * of order shows. For tests.
 */
public final class Exchange {
  private static final int QUESTIONS = 30;
  private static final int ANSWER_EACH = 3;
  private static final int INTERRUPT_EACH = 10;

  private final OpenTicket ticket;
  private final List<String> asked = new ArrayList<>();
  private final List<String> answered = new ArrayList<>();

  private Exchange(OpenTicket ticket) {
    this.ticket = ticket;
  }

  /** With a member of that name, whose ticket is open. */
  public static Exchange of(RunningProduct product, String member) {
    return new Exchange(OpenTicket.of(product, member));
  }

  /** They write, and in the midst of it this happens, twice. */
  public void interruptedBy(Runnable interruption) {
    for (int number = 1; number <= QUESTIONS; number++) {
      asked.add("question-%02d.".formatted(number));
      ticket.client().sendDm(ticket.member(), asked.getLast());
      if (number % ANSWER_EACH == 0) {
        answered.add("answer-%02d.".formatted(number));
        ticket.client().send(ticket.sam(), ticket.channel(), "!r " + answered.getLast());
      }
      if (number % INTERRUPT_EACH == 0 && number < QUESTIONS) {
        interruption.run();
      }
    }
  }

  /** What the member wrote. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** All of it, on both sides. */
  public void arrivesOnceAndInOrder() {
    await()
        .atMost(PATIENCE.multipliedBy(2))
        .untilAsserted(() -> {
          assertThat(seen(ticket.staffSee(), "question-\\d+\\.")).isEqualTo(asked);
          assertThat(seen(ticket.memberSees(), "answer-\\d+\\.")).isEqualTo(answered);
        });
  }

  private static List<String> seen(List<?> messages, String pattern) {
    return Pattern.compile(pattern)
        .matcher(messages.toString())
        .results()
        .map(MatchResult::group)
        .toList();
  }
}
