package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketQuery;
import java.util.List;
import java.util.stream.Stream;

/** What somebody who writes to the member may not have seen. Pure. */
final class MessagesSince {
  private MessagesSince() {}

  /** Whether the member or other staff said something behind a number. */
  static boolean any(Conversation conversation, int number, Staff by) {
    return behind(conversation, number, by).findAny().isPresent();
  }

  static List<TicketQuery.Said> in(Conversation conversation, TicketQuery.Newer asked) {
    return behind(conversation, asked.number(), asked.but())
        .limit(asked.most())
        .map(entry -> said(conversation, entry))
        .toList();
  }

  private static Stream<Entry> behind(Conversation conversation, int number, Staff by) {
    return conversation.entries.tailMap(number, false).values().stream()
        .filter(entry -> !entry.deleted())
        .filter(entry ->
            switch (entry.author()) {
              case Author.OfMember _ -> true;
              case Author.OfReply reply -> !isSame(reply.staff(), by);
              case Author.OfNote _, Author.OfRemark _ -> false;
            });
  }

  /** Programs have no id: they are told apart by their names. */
  private static boolean isSame(Staff one, Staff other) {
    return one.id() == other.id() && (one.id() != 0 || one.name().equals(other.name()));
  }

  private static TicketQuery.Said said(Conversation conversation, Entry entry) {
    return entry.author() instanceof Author.OfReply reply
        ? new TicketQuery.Said(
            entry.number(),
            reply.staff().id(),
            reply.staff().name(),
            reply.signature(),
            true,
            reply.anonymous(),
            entry.content().text(),
            entry.at())
        : new TicketQuery.Said(
            entry.number(),
            conversation.opening().member().id(),
            entry.author() instanceof Author.OfMember(String name) ? name : "",
            "",
            false,
            false,
            entry.content().text(),
            entry.at());
  }
}
