package dev.switchboard.ticket;

/** What correspondents act upon. */
public record CorrespondentPorts(
    Inbox inbox, Tickets tickets, TicketNumbers numbers, Admission admission, Dispatch dispatch) {}
