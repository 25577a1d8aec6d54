package dev.switchboard.ticket;

import java.util.concurrent.CompletionStage;

/** Numbers for new tickets, unique for ever; some may be skipped. Thread-safe. */
@FunctionalInterface
public interface TicketNumbers {
  CompletionStage<Long> next();
}
