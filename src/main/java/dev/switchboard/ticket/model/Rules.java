package dev.switchboard.ticket.model;

import java.util.OptionalLong;

/**
 * What decisions depend on beside the ticket itself. What is planned is fixed in the journal, so
 * that a changed setting never changes a post under way.
 *
 * @param uploadLimit the largest file, and the largest sum of files of one message, in bytes
 * @param logChannel where transcripts go
 */
public record Rules(
    TicketSettings settings, long uploadLimit, OptionalLong logChannel, Links links) {}
