package dev.switchboard.ticket;

import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** Which ticket a staff channel belongs to. Written before anybody can speak there. Thread-safe. */
public interface StaffChannels {
  /** Idempotent; completes when it is committed. */
  CompletionStage<Void> register(long channel, long ticket);

  CompletionStage<OptionalLong> ticketOf(long channel);
}
