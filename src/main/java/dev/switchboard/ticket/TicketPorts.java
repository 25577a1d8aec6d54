package dev.switchboard.ticket;

/** The ports that tickets use. */
public record TicketPorts(
    Dispatch dispatch,
    Members members,
    Copies copies,
    StaffChannels channels,
    Transcripts transcripts) {}
