package dev.switchboard.ticket;

import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.FileStore.Keeping;
import dev.switchboard.storage.StorageUnavailable;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.persistence.jdbc.query.javadsl.JdbcReadJournal;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * {@link Transcripts} out of the journal itself, not of the tables, which lag behind: all that is
 * stored when it is asked for is in it.
 */
public final class JournalTranscripts implements Transcripts {
  private final ActorSystem<?> system;
  private final JdbcReadJournal journal;
  private final FileStore files;
  private final Links links;

  public JournalTranscripts(ActorSystem<?> system, FileStore files, Links links) {
    this.system = system;
    this.files = files;
    this.links = links;
    journal =
        PersistenceQuery.get(system)
            .getReadJournalFor(JdbcReadJournal.class, JdbcReadJournal.Identifier());
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
          return events(ticket);
        })
        .thenCompose(events -> {
          byte[] page = Transcript.of(events).page(links).getBytes(StandardCharsets.UTF_8);
          return files.keep(new ByteArrayInputStream(page), page.length);
        })
        .thenApply(keeping ->
            switch (keeping) {
              case Keeping.Kept(String key, long size) ->
                  new StoredFile(key, "ticket-" + ticket + ".html", size, "text/html");
              case Keeping.NoRoom _ ->
                  throw new StorageUnavailable("the disk has no room for the transcript now");
              case Keeping.TooLarge(long limit) ->
                  throw new IllegalStateException("a page is longer than itself: " + limit);
            });
  }

  private CompletionStage<List<TicketEvent>> events(long ticket) {
    String id = PersistenceId.of(TicketEntity.TYPE_KEY.name(), Long.toString(ticket)).id();
    return journal
        .currentEventsByPersistenceId(id, 0, Long.MAX_VALUE)
        .map(envelope -> (TicketEvent) envelope.event())
        .runWith(Sink.seq(), system);
  }
}
