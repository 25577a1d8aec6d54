package dev.switchboard.http.api;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The guard against answers to what the author has not read. */
final class BlindAnswers {
  /** Newer messages that a refusal tells at most. */
  private static final int NEWER = 50;

  private final Tickets tickets;

  BlindAnswers(Tickets tickets) {
    this.tickets = tickets;
  }

  private static Problem problem(int seen) {
    return Problem.of(
        ProblemCode.NEWER_MESSAGES,
        "More was said since message %d. Nothing was sent.".formatted(seen));
  }

  /**
   * The refusal of a reply. The messages are told to whoever may read them; the others learn that
   * there are some.
   *
   * @param seen the number of the newest message that the author has seen
   */
  CompletionStage<Problem> problem(Principal by, long ticket, int seen, Staff author) {
    return by.may(Right.VIEW_TICKETS)
        ? newer(ticket, seen, author).thenApply(found -> telling(by, seen, found))
        : CompletableFuture.completedStage(problem(seen));
  }

  /** The refusal of a reply that would be sent now; empty where nothing is newer. */
  CompletionStage<Optional<Problem>> check(Principal by, long ticket, int seen, Staff author) {
    return newer(ticket, seen, author)
        .thenApply(found ->
            found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                    by.may(Right.VIEW_TICKETS) ? telling(by, seen, found) : problem(seen)));
  }

  private CompletionStage<List<TicketQuery.Said>> newer(long ticket, int seen, Staff author) {
    return tickets
        .ask(ticket, new TicketQuery.Newer(seen, author, NEWER))
        .thenApply(TicketQuery.NewerMessages::messages);
  }

  private static Problem telling(Principal by, int seen, List<TicketQuery.Said> found) {
    boolean program = by instanceof Principal.ApiKey;
    return problem(seen)
        .telling("newer", found.stream().map(said -> Newer.of(said, program)).toList());
  }

  private record Author(Optional<String> id, String name) {}

  private record Newer(
      int number, String kind, Author author, boolean anonymous, String text, Instant at) {
    /**
     * @param toProgram whether a program asks, which is not told who an anonymous author is
     */
    static Newer of(TicketQuery.Said said, boolean toProgram) {
      boolean hidden = said.anonymous() && toProgram;
      return new Newer(
          said.number(),
          said.reply() ? "reply" : "member",
          new Author(
              hidden || said.author() == 0
                  ? Optional.empty()
                  : Optional.of(String.valueOf(said.author())),
              hidden ? said.signature() : said.name()),
          said.anonymous(),
          said.text(),
          said.at());
    }
  }
}
