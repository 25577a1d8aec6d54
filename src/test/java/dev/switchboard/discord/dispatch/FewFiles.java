package dev.switchboard.discord.dispatch;

import dev.switchboard.storage.DiskRoom;
import dev.switchboard.storage.FileStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A file store that holds one file of three bytes. */
public final class FewFiles implements FileStore {
  public static final String KEY = "there";

  @Override
  public CompletionStage<OptionalLong> size(String key) {
    return CompletableFuture.completedStage(
        key.equals(KEY) ? OptionalLong.of(3) : OptionalLong.empty());
  }

  @Override
  public CompletionStage<Opening> open(String key) {
    return CompletableFuture.completedStage(
        key.equals(KEY)
            ? new Opening.Content(3, new ByteArrayInputStream(new byte[] {1, 2, 3}))
            : new Opening.Absent());
  }

  @Override
  public CompletionStage<Optional<DiskRoom.Promise>> room(long bytes) {
    return CompletableFuture.completedStage(Optional.empty());
  }

  @Override
  public CompletionStage<Keeping> keep(InputStream content, long limit) {
    return CompletableFuture.failedStage(new UnsupportedOperationException("read only"));
  }

  @Override
  public CompletionStage<Boolean> deleteUntouched(String key, Duration rest) {
    return CompletableFuture.completedStage(true);
  }

  @Override
  public CompletionStage<Boolean> delete(String key) {
    return CompletableFuture.failedStage(new UnsupportedOperationException("read only"));
  }

  @Override
  public CompletionStage<Long> totalSize() {
    return CompletableFuture.completedStage(3L);
  }
}
