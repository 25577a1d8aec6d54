package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.ticket.view.TranscriptPages;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.StreamConverters;
import org.apache.pekko.util.ByteString;

/**
 * The transcript of a ticket, open or closed: {@code GET /api/tickets/{id}/transcript}. It is made
 * from the journal while it is sent, so that a ticket of any length takes little memory.
 */
public final class TranscriptsResource {
  private static final int CHUNK = 16 * 1024;

  private final TranscriptPages transcripts;

  public TranscriptsResource(TranscriptPages transcripts) {
    this.transcripts = transcripts;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/tickets/{id}/transcript")
            .holding(Right.VIEW_TICKETS)
            .does(this::transcript));
  }

  private CompletionStage<Answer> transcript(Call call) {
    long ticket = call.number("id");
    return transcripts
        .read(ticket)
        .thenApply(found -> {
          InputStream page = found.orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown());
          return Answer.stream("text/html; charset=UTF-8", bytes(page))
              // Downloaded and never shown: members wrote what is in it.
              .with(
                  "Content-Disposition",
                  "attachment; filename=\"ticket-%d.html\"".formatted(ticket));
        });
  }

  private static Source<ByteString, NotUsed> bytes(InputStream page) {
    return StreamConverters.fromInputStream(() -> page, CHUNK)
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }
}
