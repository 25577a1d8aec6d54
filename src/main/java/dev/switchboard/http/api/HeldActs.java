package dev.switchboard.http.api;

import dev.switchboard.composer.Drafts;
import dev.switchboard.composer.HeldReplies;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.Uploads;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes replies that are to be held before they are sent. What would be refused now is refused
 * here; what changes while the reply is held is for the ticket to say when it is sent.
 */
final class HeldActs {
  private final Tickets tickets;
  private final HeldReplies held;
  private final Uploads uploads;
  private final ActingStaff staff;
  private final BlindAnswers blind;

  HeldActs(Tickets tickets, HeldReplies held, Uploads uploads, ActingStaff staff) {
    this.tickets = tickets;
    this.held = held;
    this.uploads = uploads;
    this.staff = staff;
    this.blind = new BlindAnswers(tickets);
  }

  /**
   * A reply of a request.
   *
   * @param said everything of the body that makes a request another one
   */
  record Reply(
      long ticket,
      List<Object> said,
      Drafts.Words words,
      int lastSeen,
      Duration hold,
      OptionalInt draft) {}

  private record Accepted(String ticketId, String held, Instant dueAt) {}

  CompletionStage<Answer> held(Call call, String operation, Reply reply) {
    Optional<ActSources.Request> request = TicketActs.request(call, operation, reply.said());
    return known(call, request)
        .thenCompose(known ->
            known.isPresent()
                ? CompletableFuture.completedStage(known.get())
                : checked(call, reply)
                    .thenCompose(author ->
                        held.hold(
                            call.by(),
                            new HeldReplies.Wanted(
                                reply.ticket(),
                                reply.words(),
                                reply.lastSeen(),
                                author,
                                reply.hold(),
                                reply.draft()),
                            request)))
        .thenApply(holding -> answer(reply.ticket(), holding));
  }

  /** What was accepted before is not refused when it comes again. */
  private CompletionStage<Optional<HeldReplies.Holding>> known(
      Call call, Optional<ActSources.Request> request) {
    return request
        .map(sent -> held.find(call.by(), sent))
        .orElseGet(() -> CompletableFuture.completedStage(Optional.empty()));
  }

  private CompletionStage<Staff> checked(Call call, Reply reply) {
    List<Long> files = reply.words().files().stream().map(Long::valueOf).toList();
    if (files.isEmpty() && Content.of(reply.words().text()).showsNothing()) {
      throw Problem.of(ProblemCode.EMPTY_MESSAGE, "The text has nothing that anybody could see.")
          .thrown();
    }
    CompletionStage<Boolean> free =
        files.isEmpty()
            ? CompletableFuture.completedStage(true)
            : uploads.areFree(files, reply.ticket(), TicketActs.holder(call));
    return free.thenCompose(
            there -> {
              if (!there) {
                throw Problem.of(ProblemCode.UNKNOWN_FILE).thrown();
              }
              return tickets.ask(reply.ticket(), new TicketQuery.Look());
            })
        .thenCompose(seen -> {
          TicketQuery.Summary ticket =
              seen.ticket().orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown());
          if (ticket.closing()) {
            throw Problem.of(ProblemCode.TICKET_CLOSED).thrown();
          }
          return staff.of(call.by());
        })
        .thenCompose(author -> seen(call, reply, author));
  }

  private CompletionStage<Staff> seen(Call call, Reply reply, Staff author) {
    if (reply.lastSeen() == 0) {
      return CompletableFuture.completedStage(author);
    }
    return blind
        .check(call.by(), reply.ticket(), reply.lastSeen(), author)
        .thenApply(problem -> {
          problem.ifPresent(newer -> {
            throw newer.thrown();
          });
          return author;
        });
  }

  private static Answer answer(long ticket, HeldReplies.Holding holding) {
    return switch (holding) {
      case HeldReplies.Holding.Accepted(long id, Instant due, boolean again) -> {
        Answer answer =
            Answer.accepted(new Accepted(String.valueOf(ticket), String.valueOf(id), due));
        yield again ? TicketActs.replayed(answer) : answer;
      }
      case HeldReplies.Holding.OtherRequest _ -> throw TicketActs.mismatch().thrown();
      case HeldReplies.Holding.TooMany _ ->
          throw Problem.of(
                  ProblemCode.CONFLICT,
                  "You hold %d replies in this ticket: wait until they are sent."
                      .formatted(HeldReplies.MOST))
              .thrown();
      case HeldReplies.Holding.Forgotten _ ->
          throw Problem.of(ProblemCode.CONFLICT, "What came of this request is not known any more.")
              .thrown();
    };
  }
}
