package dev.switchboard.discord;

import dev.switchboard.ticket.Channels;
import dev.switchboard.ticket.Correspondents;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Tickets;

/**
 * What the desk speaks to.
 *
 * @param rest for interactions, which do not count against the bot's budget, and for the few
 *     questions that the desk asks Discord
 */
public record DeskPorts(
    Tickets tickets,
    Channels channels,
    Correspondents correspondents,
    Dispatch dispatch,
    DiscordRest rest) {}
