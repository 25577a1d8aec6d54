package dev.switchboard.ticket;

/** What tickets act upon. */
public record TicketPorts(
    Dispatch dispatch,
    Members members,
    Copies copies,
    StaffChannels channels,
    Transcripts transcripts) {}
