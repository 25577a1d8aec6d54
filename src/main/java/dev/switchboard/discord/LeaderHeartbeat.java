package dev.switchboard.discord;

import dev.switchboard.discord.dispatch.Dispatcher;
import dev.switchboard.discord.gateway.GatewayStatus;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the node that speaks to Discord lets the others know, twice a second.
 *
 * @param epoch of the lease under which it does; of two the larger counts
 * @param memory of its dispatcher; see {@link dev.switchboard.ticket.Dispatch#memory}
 * @param gateway its connection
 * @param waiting how many jobs its dispatcher has to do
 * @param dispatcher takes offers
 * @param errands does the rest
 */
record LeaderHeartbeat(
    long epoch,
    long memory,
    GatewayStatus gateway,
    int waiting,
    ActorRef<Dispatcher.Command> dispatcher,
    ActorRef<RemoteRequests.Errand> errands) {}
