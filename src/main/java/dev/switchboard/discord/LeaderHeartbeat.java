package dev.switchboard.discord;

import dev.switchboard.discord.dispatch.Dispatcher;
import dev.switchboard.discord.gateway.GatewayStatus;
import dev.switchboard.entity.ClusterMessage;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The leader's message to the other nodes, sent twice a second.
 *
 * @param epoch the number of the leader's lease; of two leaders the higher epoch counts
 * @param memory see {@link dev.switchboard.ticket.Dispatch#memory}
 * @param gateway the state of its gateway connection
 * @param waiting the number of unfinished jobs of its dispatcher
 * @param guilds the number of guilds that it serves and is in
 * @param dispatcher takes offers
 * @param errands takes all other requests
 */
record LeaderHeartbeat(
    long epoch,
    long memory,
    GatewayStatus gateway,
    int waiting,
    int guilds,
    ActorRef<Dispatcher.Command> dispatcher,
    ActorRef<RemoteRequests.Errand> errands)
    implements ClusterMessage {}
