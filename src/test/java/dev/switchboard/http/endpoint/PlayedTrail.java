package dev.switchboard.http.endpoint;

import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** An audit log in memory. */
public final class PlayedTrail implements AuditLog {
  private final List<AuditEntry> written = new ArrayList<>();

  public List<AuditEntry> written() {
    return written;
  }

  @Override
  public CompletionStage<Done> write(AuditEntry entry) {
    written.add(entry);
    return CompletableFuture.completedStage(Done.getInstance());
  }

  @Override
  public CompletionStage<Done> writeOnce(String act, AuditEntry entry) {
    return write(entry);
  }

  @Override
  public void note(AuditEntry entry) {
    written.add(entry);
  }

  @Override
  public CompletionStage<List<Numbered>> read(OptionalLong before, int most) {
    return CompletableFuture.completedStage(List.of());
  }
}
