package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Conversation;
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
import java.util.stream.Collectors;
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
              .map(conversation -> RepliesFound.in(conversation, find))
              .orElseGet(() -> new TicketQuery.FoundReplies(List.of()));
      case TicketQuery.IsDone asked -> done(state, asked.source());
      case TicketQuery.HasRoom _ ->
          new TicketQuery.Room(
              talking(state)
                  .filter(conversation -> !MemberBacklog.hasRoom(conversation))
                  .isEmpty());
      case TicketQuery.Newer newer ->
          new TicketQuery.NewerMessages(
              talking(state)
                  .map(conversation -> MessagesSince.in(conversation, newer))
                  .orElse(List.of()));
      case TicketQuery.WhichTaken(List<Long> messages) ->
          new TicketQuery.TakenMessages(
              messages.stream()
                  .filter(message -> isTaken(state, message))
                  .collect(Collectors.toUnmodifiableSet()));
    };
  }

  private static Optional<Conversation> talking(TicketState state) {
    return switch (state) {
      case Open(Conversation conversation) -> Optional.of(conversation);
      case Closing(Conversation conversation, _) -> Optional.of(conversation);
      case Absent _, Closed _ -> Optional.empty();
    };
  }

  private static Optional<TicketQuery.Summary> summary(TicketState state) {
    return switch (state) {
      case Absent _ -> Optional.empty();
      case Open(Conversation conversation) -> Optional.of(summary(conversation, false));
      case Closing(Conversation conversation, _) -> Optional.of(summary(conversation, true));
      case Closed(Conversation conversation, _, _, _) -> Optional.of(summary(conversation, true));
    };
  }

  private static TicketQuery.Summary summary(Conversation conversation, boolean closing) {
    long channel = conversation.place() instanceof Place.Channel(long id) ? id : 0;
    int undelivered =
        (int)
            Stream.concat(conversation.unsent().stream(), conversation.unshown().stream())
                .distinct()
                .count();
    return new TicketQuery.Summary(
        conversation.opening().ticket(),
        conversation.opening().member(),
        channel,
        conversation.opening().dmChannel(),
        closing,
        conversation.count(),
        undelivered);
  }

  private static TicketQuery.Finding finding(TicketState state, long message) {
    return switch (state) {
      case Absent _ -> new TicketQuery.FoundAbsent();
      case Open(Conversation conversation) -> finding(conversation, message);
      case Closing(Conversation conversation, _) -> finding(conversation, message);
      case Closed _ -> new TicketQuery.FoundClosed();
    };
  }

  private static TicketQuery.Finding finding(Conversation conversation, long message) {
    Optional<Entry> entry =
        conversation
            .byMessage(message)
            .flatMap(sentPost -> sentPost.numbers().stream().findFirst())
            .or(() -> conversation.bySource(message))
            .flatMap(conversation::entry);
    return entry
        .<TicketQuery.Finding>map(found ->
            new TicketQuery.Found(
                found.number(),
                found.author() instanceof Author.OfReply,
                found.author() instanceof Author.OfReply reply ? reply.staff().id() : 0,
                found.content().text()))
        .orElseGet(TicketQuery.NotFound::new);
  }

  private static boolean isTaken(TicketState state, long message) {
    return begun(state).flatMap(conversation -> conversation.bySource(message)).isPresent();
  }

  private static Optional<Conversation> begun(TicketState state) {
    return switch (state) {
      case Absent _ -> Optional.empty();
      case Open(Conversation conversation) -> Optional.of(conversation);
      case Closing(Conversation conversation, _) -> Optional.of(conversation);
      case Closed(Conversation conversation, _, _, _) -> Optional.of(conversation);
    };
  }

  private static TicketQuery.Done done(TicketState state, long source) {
    boolean closes =
        switch (state) {
          case Absent _, Open _ -> false;
          case Closing(_, var closure) -> closure.source() == source;
          case Closed(_, var closure, _, var merged) ->
              closure.source() == source
                  || merged.filter(one -> one.source() == source).isPresent();
        };
    boolean acted =
        closes || begun(state).flatMap(conversation -> conversation.byCommand(source)).isPresent();
    return new TicketQuery.Done(acted || isTaken(state, source), acted);
  }
}
