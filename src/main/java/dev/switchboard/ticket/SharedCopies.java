package dev.switchboard.ticket;

import dev.switchboard.ticket.model.Attachment;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Copies each file once, also when several callers request it at the same time: a restarted ticket
 * requests all its missing copies again while the earlier requests still run.
 */
public final class SharedCopies implements Copies {
  private final Copies copies;
  private final Map<Wanted, CompletableFuture<Copied>> underWay = new ConcurrentHashMap<>();

  private record Wanted(long channel, long message, long attachment) {}

  public SharedCopies(Copies copies) {
    this.copies = copies;
  }

  @Override
  public CompletionStage<Copied> copy(long channel, long message, Attachment attachment) {
    Wanted wanted = new Wanted(channel, message, attachment.id());
    CompletableFuture<Copied> mine = new CompletableFuture<>();
    CompletableFuture<Copied> first = underWay.putIfAbsent(wanted, mine);
    if (first != null) {
      return first;
    }
    copies
        .copy(channel, message, attachment)
        .whenComplete((copied, failure) -> {
          underWay.remove(wanted);
          if (failure == null) {
            mine.complete(copied);
          } else {
            mine.completeExceptionally(failure);
          }
        });
    return mine;
  }
}
