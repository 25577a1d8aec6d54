package dev.switchboard.http.api;

import dev.switchboard.storage.DiskRoom;
import dev.switchboard.storage.FileStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A file store in memory, whose keys are counted. For tests. */
final class FilesInMemory implements FileStore {
  private final Map<String, byte[]> files = new HashMap<>();

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedStage(value);
  }

  @Override
  public CompletionStage<Optional<DiskRoom.Promise>> room(long bytes) {
    return done(Optional.of(() -> {}));
  }

  @Override
  public CompletionStage<Keeping> keep(InputStream content, long limit) {
    try (content) {
      byte[] bytes = content.readAllBytes();
      if (bytes.length > limit) {
        return done(new Keeping.TooLarge(limit));
      }
      String key = "%064d".formatted(files.size() + 1);
      files.put(key, bytes);
      return done(new Keeping.Kept(key, bytes.length));
    } catch (IOException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public CompletionStage<OptionalLong> size(String key) {
    byte[] bytes = files.get(key);
    return done(bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length));
  }

  @Override
  public CompletionStage<Opening> open(String key) {
    byte[] bytes = files.get(key);
    return done(
        bytes == null
            ? new Opening.Absent()
            : new Opening.Content(bytes.length, new ByteArrayInputStream(bytes)));
  }

  @Override
  public CompletionStage<Boolean> deleteUntouched(String key, Duration rest) {
    return delete(key);
  }

  @Override
  public CompletionStage<Boolean> delete(String key) {
    return done(files.remove(key) != null);
  }

  @Override
  public CompletionStage<Long> totalSize() {
    return done(files.values().stream().mapToLong(bytes -> bytes.length).sum());
  }
}
