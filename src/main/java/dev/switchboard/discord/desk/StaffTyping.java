package dev.switchboard.discord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.command.CommandPorts;
import dev.switchboard.discord.gateway.FrameListener;
import dev.switchboard.discord.guild.ActingMember;
import dev.switchboard.discord.guild.StaffRule;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shows a member that staff type in their ticket's channel. A hint: what fails is forgotten.
 *
 * <p>Thread-safe; never blocks.
 */
final class StaffTyping implements FrameListener {
  /** A client shows somebody typing for 10 s, and says so again every 8 s or so. */
  private static final Duration PAUSE = Duration.ofSeconds(8);

  /** The memory is a convenience: it is emptied where it would grow without end. */
  private static final int REMEMBERED = 10_000;

  private final CommandPorts ports;
  private final StaffRule staff;
  private final Clock clock;
  private final Map<Long, Long> dmChannels = new ConcurrentHashMap<>();
  private final Map<Long, Instant> shown = new ConcurrentHashMap<>();

  StaffTyping(CommandPorts ports, StaffRule staff, Clock clock) {
    this.ports = ports;
    this.staff = staff;
    this.clock = clock;
  }

  @Override
  public void seen(String type, JsonNode data) {
    if (!type.equals("TYPING_START") || staff.staff(ActingMember.ofHint(data)).isEmpty()) {
      return;
    }
    long channel = Payload.id(data.path("channel_id"));
    Instant now = clock.instant();
    Instant last = shown.put(channel, now);
    if (last != null && last.plus(PAUSE).isAfter(now)) {
      shown.put(channel, last);
      return;
    }
    if (shown.size() > REMEMBERED) {
      shown.clear();
      dmChannels.clear();
    }
    Long known = dmChannels.get(channel);
    if (known != null) {
      ports.dispatch().type(known);
    } else {
      find(channel);
    }
  }

  private void find(long channel) {
    CompletionStage<TicketReply> summary =
        ports
            .channels()
            .ticketOf(channel)
            .thenCompose(ticket ->
                ticket.isPresent()
                    ? ports.tickets().ask(ticket.getAsLong(), new TicketCommand.Look())
                    : CompletableFuture.completedStage(new TicketReply.Absent()));
    summary.thenAccept(reply -> {
      if (reply instanceof TicketReply.Summary ticket
          && ticket.dmChannel() != 0
          && !ticket.closing()) {
        dmChannels.put(channel, ticket.dmChannel());
        ports.dispatch().type(ticket.dmChannel());
      }
    });
  }
}
