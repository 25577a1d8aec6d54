package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.TicketNumbers;
import dev.switchboard.ticket.Tickets;

/** The ports that correspondents use. */
public record CorrespondentPorts(
    Inbox inbox, Tickets tickets, TicketNumbers numbers, Admission admission, Dispatch dispatch) {}
