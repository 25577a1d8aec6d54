package dev.switchboard.discord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.command.CommandPorts;
import dev.switchboard.discord.command.DeskMessage;
import dev.switchboard.discord.inbox.StoredEvent;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketCommand.Membership;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Handles events without a message: members join or leave, channels are deleted or unreadable. */
final class CommunityEvents {
  private final CommandPorts ports;
  private final Words words;
  private final long communityGuild;

  CommunityEvents(CommandPorts ports, Words words, long communityGuild) {
    this.words = words;
    this.ports = ports;
    this.communityGuild = communityGuild;
  }

  CompletionStage<Void> channelDeleted(JsonNode channel, Instant since) {
    long id = Payload.id(channel.path("id"));
    return ports
        .channels()
        .ticketOf(id)
        .thenCompose(ticket ->
            ticket.isPresent()
                ? asked(ticket.getAsLong(), new TicketCommand.ChannelGone(id, since))
                : nothing());
  }

  /** Posts one remark in each session; its source is made from the ids of channel and session. */
  CompletionStage<Void> unreadable(JsonNode history, Instant since) {
    long id = Payload.id(history.path("channel_id"));
    long source = id + history.path("epoch").asLong();
    String text = words.of(new DeskMessage.Unreadable(history.path("detail").asText()));
    return ports
        .channels()
        .ticketOf(id)
        .thenCompose(ticket ->
            ticket.isPresent()
                ? asked(ticket.getAsLong(), new TicketCommand.Remark(source, text, since))
                : nothing());
  }

  /** The source is made from the event, so a repetition is the same change. */
  CompletionStage<Void> membership(
      StoredEvent stored, JsonNode event, Membership membership, Instant since) {
    long source = stored.number();
    if (Payload.id(event.path("guild_id")) != communityGuild) {
      return nothing();
    }
    return ports
        .correspondents()
        .openTicket(Payload.id(event.path("user").path("id")))
        .thenCompose(ticket ->
            ticket.isPresent()
                ? asked(
                    ticket.getAsLong(),
                    new TicketCommand.MembershipChanged(source, membership, since))
                : nothing());
  }

  private CompletionStage<Void> asked(long ticket, TicketCommand.Unguarded command) {
    return ports.tickets().ask(ticket, command).thenAccept(_ -> {});
  }

  private static CompletionStage<Void> nothing() {
    return CompletableFuture.completedStage(null);
  }
}
