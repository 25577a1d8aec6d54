package dev.switchboard.ticket.read;

import dev.switchboard.storage.DiskRoom;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.FileStore.Keeping;
import dev.switchboard.storage.StorageUnavailable;
import dev.switchboard.ticket.Transcripts;
import dev.switchboard.ticket.model.Links;
import dev.switchboard.ticket.model.StoredFile;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.jdbi.v3.core.Jdbi;

/**
 * {@link Transcripts} out of the journal itself, not of the tables, which lag behind: all that is
 * stored when it is asked for is in it. The journal is read, and the page written, a piece at a
 * time, so that a ticket of any length takes little memory.
 */
public final class JournalTranscripts implements Transcripts {
  private final Jdbi jdbi;
  private final Serialization serialization;
  private final FileStore files;
  private final Links links;

  public JournalTranscripts(ActorSystem<?> system, Jdbi jdbi, FileStore files, Links links) {
    this.jdbi = jdbi;
    this.serialization = SerializationExtension.get(system);
    this.files = files;
    this.links = links;
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

  private InputStream page(long ticket) {
    return new PageStream(
        () -> Transcript.of(new JournalHistory(jdbi, serialization, ticket)).page(links));
  }
}
