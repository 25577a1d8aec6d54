package dev.switchboard.discord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.command.CommandPorts;
import dev.switchboard.discord.gateway.FrameListener;
import dev.switchboard.discord.guild.ActingMember;
import dev.switchboard.discord.guild.StaffRule;
import dev.switchboard.ticket.model.TicketQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Shows a member that staff are typing in the ticket's channel. Failures are ignored.
 *
 * <p>Thread-safe; never blocks.
 */
final class StaffTyping implements FrameListener {
  /** A client shows typing for 10 s, and sends it again about every 8 s. */
  private static final Duration PAUSE = Duration.ofSeconds(8);

  /** The largest number of channels; a dropped one is looked up again. */
  private static final int REMEMBERED = 10_000;

  private final CommandPorts ports;
  private final StaffRule staff;
  private final Clock clock;
  private final Cache<Long, Long> dmChannels =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  /** The channels in which typing was shown within the pause. */
  private final Cache<Long, Instant> shown;

  StaffTyping(CommandPorts ports, StaffRule staff, Clock clock) {
    this.ports = ports;
    this.staff = staff;
    this.clock = clock;
    this.shown =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(PAUSE)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  @Override
  public void seen(String type, JsonNode data) {
    if (!type.equals("TYPING_START") || staff.staff(ActingMember.ofHint(data)).isEmpty()) {
      return;
    }
    long channel = Payload.id(data.path("channel_id"));
    if (shown.asMap().putIfAbsent(channel, clock.instant()) != null) {
      return;
    }
    Long known = dmChannels.getIfPresent(channel);
    if (known != null) {
      ports.dispatch().type(known);
    } else {
      find(channel);
    }
  }

  private void find(long channel) {
    CompletionStage<TicketQuery.Overview> overview =
        ports
            .channels()
            .ticketOf(channel)
            .thenCompose(ticket ->
                ticket.isPresent()
                    ? ports.tickets().ask(ticket.getAsLong(), new TicketQuery.Look())
                    : CompletableFuture.completedStage(new TicketQuery.Overview(Optional.empty())));
    overview.thenAccept(answer ->
        answer
            .ticket()
            .filter(ticket -> ticket.dmChannel() != 0 && !ticket.closing())
            .ifPresent(ticket -> {
              dmChannels.put(channel, ticket.dmChannel());
              ports.dispatch().type(ticket.dmChannel());
            }));
  }
}
