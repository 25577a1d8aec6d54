package dev.switchboard.ticket;

import java.util.concurrent.CompletionStage;

/**
 * Source of numbers for new tickets. A number is never given twice; some may be skipped.
 * Thread-safe.
 */
@FunctionalInterface
public interface TicketNumbers {
  CompletionStage<Long> next();
}
