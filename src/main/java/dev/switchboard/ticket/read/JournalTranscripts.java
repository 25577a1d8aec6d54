package dev.switchboard.ticket.read;

import dev.switchboard.storage.DiskRoom;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.FileStore.Keeping;
import dev.switchboard.storage.StorageUnavailable;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.Transcripts;
import dev.switchboard.ticket.model.Links;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.view.TranscriptPages;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.jdbi.v3.core.Jdbi;

/**
 * {@link Transcripts} and {@link TranscriptPages} made from the journal, not from the tables, which
 * lag behind: a transcript has every event that is stored when it is requested. The journal is read
 * and the page is written piece by piece, so that a ticket of any length takes little memory.
 */
public final class JournalTranscripts implements Transcripts, TranscriptPages {
  /** The index of a long journal takes memory, and a connection for as long as it is read. */
  private static final QueryTurns PREPARING = new QueryTurns(2, 50);

  private static final Executor PAGES =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("transcript-", 0).factory());

  private final Jdbi jdbi;
  private final Serialization serialization;
  private final FileStore files;
  private final Links links;
  private final Words words;

  public JournalTranscripts(
      ActorSystem<?> system, Jdbi jdbi, FileStore files, Links links, Words words) {
    this.jdbi = jdbi;
    this.serialization = SerializationExtension.get(system);
    this.files = files;
    this.links = links;
    this.words = words;
  }

  @Override
  public CompletionStage<StoredFile> write(long ticket) {
    return files
        .room(0)
        .thenCompose(room -> {
          if (room.isEmpty()) {
            throw new StorageUnavailable("the disk has no room for transcripts now");
          }
          room.get().close();
          return files.keep(page(ticket), Long.MAX_VALUE);
        })
        .thenApply(keeping ->
            switch (keeping) {
              case Keeping.Kept(String key, long size) ->
                  new StoredFile(key, "ticket-" + ticket + ".html", size, "text/html");
              case Keeping.NoRoom _ ->
                  throw new StorageUnavailable("the disk has no room for the transcript now");
              case Keeping.TooLarge(long limit) ->
                  throw new IllegalStateException("nothing is longer than " + limit);
            });
  }

  @Override
  public CompletionStage<Boolean> room() {
    return files
        .room(0)
        .thenApply(room -> {
          room.ifPresent(DiskRoom.Promise::close);
          return room.isPresent();
        });
  }

  @Override
  public CompletionStage<Optional<InputStream>> read(long ticket) {
    return PREPARING.inTurn(() -> CompletableFuture.supplyAsync(() -> prepared(ticket), PAGES));
  }

  /** Reads the journal once, so that a page that cannot be made fails before it is begun. */
  private Optional<InputStream> prepared(long ticket) {
    JournalHistory history = new JournalHistory(jdbi, serialization, ticket);
    if (history.after(0).isEmpty()) {
      return Optional.empty();
    }
    Transcript transcript = Transcript.of(history);
    return transcript.size() == 0
        ? Optional.empty()
        : Optional.of(new PageStream(() -> transcript.page(links, words)));
  }

  private InputStream page(long ticket) {
    return new PageStream(
        () -> Transcript.of(new JournalHistory(jdbi, serialization, ticket)).page(links, words));
  }
}
