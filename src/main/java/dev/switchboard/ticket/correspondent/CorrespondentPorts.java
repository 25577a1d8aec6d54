package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.TicketNumbers;
import dev.switchboard.ticket.Tickets;

/** What correspondents act upon. */
public record CorrespondentPorts(
    Inbox inbox, Tickets tickets, TicketNumbers numbers, Admission admission, Dispatch dispatch) {}
