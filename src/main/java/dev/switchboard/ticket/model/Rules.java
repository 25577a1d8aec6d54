package dev.switchboard.ticket.model;

import dev.switchboard.text.Words;
import java.util.OptionalLong;

/**
 * The inputs of a ticket's decisions other than its state. Planned actions are fixed in the
 * journal, so a changed setting never changes a pending post.
 *
 * @param uploadLimit the largest file, and the largest sum of files of one message, in bytes
 * @param logChannel the channel that gets the transcripts
 * @param words in which the desk speaks at present; what is said once stays as it was said
 */
public record Rules(
    TicketSettings settings, long uploadLimit, OptionalLong logChannel, Links links, Words words) {}
