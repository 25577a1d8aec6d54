package dev.switchboard.ticket;

import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The ticket of each staff channel. Written before anybody can write in the channel. Thread-safe.
 */
public interface StaffChannels {
  /** Registers the channel of a ticket. Idempotent; completes when it is committed. */
  CompletionStage<Void> register(long channel, long ticket);

  CompletionStage<OptionalLong> ticketOf(long channel);
}
