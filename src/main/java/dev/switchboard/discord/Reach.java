package dev.switchboard.discord;

import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.ticket.Dispatch;

/** What there is of a {@link Term} for those outside it. */
record Reach(
    DatabaseLease lease,
    DiscordRest rest,
    PacedRest paced,
    GuildDirectory directory,
    Dispatch dispatch) {}
