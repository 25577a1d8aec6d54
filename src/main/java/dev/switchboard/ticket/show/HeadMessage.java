package dev.switchboard.ticket.show;

import dev.switchboard.text.Message;
import dev.switchboard.ticket.model.Priority;

/** The words of the head of a ticket's channel. */
@Message.Area("head")
sealed interface HeadMessage extends Message {
  record Title(long ticket, String name) implements HeadMessage {}

  record Footer() implements HeadMessage {}

  record AccountCreated() implements HeadMessage {}

  record Joined() implements HeadMessage {}

  record NotAMember() implements HeadMessage {}

  record Unknown() implements HeadMessage {}

  record Nickname() implements HeadMessage {}

  record TimedOutUntil() implements HeadMessage {}

  record Rules() implements HeadMessage {}

  record RulesNotAccepted() implements HeadMessage {}

  record Roles() implements HeadMessage {}

  record NoRoles() implements HeadMessage {}

  record FormerTickets() implements HeadMessage {}

  record NoFormerTickets() implements HeadMessage {}

  record PriorityField() implements HeadMessage {}

  /** A priority by its name, here and in remarks. */
  record PriorityName(Priority priority) implements HeadMessage {}
}
