package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Book;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketState;
import dev.switchboard.ticket.model.TicketState.Absent;
import dev.switchboard.ticket.model.TicketState.Closed;
import dev.switchboard.ticket.model.TicketState.Closing;
import dev.switchboard.ticket.model.TicketState.Open;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The answers to the queries of a ticket. Pure. */
final class TicketAnswers {
  private TicketAnswers() {}

  /** An answer of the type that the query declares. */
  static TicketQuery.Answer to(TicketState state, TicketQuery<?> query) {
    return switch (query) {
      case TicketQuery.Look _ -> new TicketQuery.Overview(summary(state));
      case TicketQuery.Find find -> finding(state, find.message());
      case TicketQuery.FindReplies find ->
          talking(state)
              .map(book -> RepliesFound.in(book, find))
              .orElseGet(() -> new TicketQuery.FoundReplies(List.of()));
      case TicketQuery.IsDone asked -> new TicketQuery.Done(isDone(state, asked.source()));
      case TicketQuery.HasRoom _ ->
          new TicketQuery.Room(
              talking(state).filter(book -> !MemberBacklog.hasRoom(book)).isEmpty());
    };
  }

  private static Optional<Book> talking(TicketState state) {
    return switch (state) {
      case Open(Book book) -> Optional.of(book);
      case Closing(Book book, _) -> Optional.of(book);
      case Absent _, Closed _ -> Optional.empty();
    };
  }

  private static Optional<TicketQuery.Summary> summary(TicketState state) {
    return switch (state) {
      case Absent _ -> Optional.empty();
      case Open(Book book) -> Optional.of(summary(book, false));
      case Closing(Book book, _) -> Optional.of(summary(book, true));
      case Closed(Book book, _, _) -> Optional.of(summary(book, true));
    };
  }

  private static TicketQuery.Summary summary(Book book, boolean closing) {
    long channel = book.place() instanceof Place.Channel(long id) ? id : 0;
    int undelivered =
        (int) Stream.concat(book.unsent().stream(), book.unshown().stream()).distinct().count();
    return new TicketQuery.Summary(
        book.opening().ticket(),
        book.opening().member(),
        channel,
        book.opening().dmChannel(),
        closing,
        book.count(),
        undelivered);
  }

  private static TicketQuery.Finding finding(TicketState state, long message) {
    return switch (state) {
      case Absent _ -> new TicketQuery.FoundAbsent();
      case Open(Book book) -> finding(book, message);
      case Closing(Book book, _) -> finding(book, message);
      case Closed _ -> new TicketQuery.FoundClosed();
    };
  }

  private static TicketQuery.Finding finding(Book book, long message) {
    Optional<Entry> entry =
        book.byMessage(message)
            .flatMap(shown -> shown.numbers().stream().findFirst())
            .or(() -> book.bySource(message))
            .flatMap(book::entry);
    return entry
        .<TicketQuery.Finding>map(found ->
            new TicketQuery.Found(
                found.number(),
                found.author() instanceof Author.OfReply,
                found.author() instanceof Author.OfReply reply ? reply.staff().id() : 0,
                found.content().text()))
        .orElseGet(TicketQuery.NotFound::new);
  }

  private static boolean isDone(TicketState state, long source) {
    return switch (state) {
      case Absent _ -> false;
      case Open(Book book) -> book.bySource(source).isPresent();
      case Closing(Book book, var closure) ->
          closure.source() == source || book.bySource(source).isPresent();
      case Closed(Book book, var closure, _) ->
          closure.source() == source || book.bySource(source).isPresent();
    };
  }
}
