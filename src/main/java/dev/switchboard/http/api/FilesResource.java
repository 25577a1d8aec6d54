package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.access.key.KeyPermission;
import dev.switchboard.http.BodyTooSlow;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.ApiRequest;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.http.endpoint.ProblemException;
import dev.switchboard.http.page.ServedAs;
import dev.switchboard.storage.DiskRoom;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.FileStore.Keeping;
import dev.switchboard.storage.StorageUnavailable;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.Uploads;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.view.TicketMessages;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Files: {@code POST …/files} takes one for a later reply, {@code GET …/messages/{number}/files/…}
 * gives one of a message. The body of a POST is the file itself, which a browser sends with its
 * progress and curl by {@code --data-binary}.
 */
public final class FilesResource {
  /** Longer names are cut by no client that we know; Discord shows some 60 characters. */
  private static final int LONGEST_NAME = 200;

  /** What no file system and no header takes, and signs that turn the direction of a name. */
  private static final Pattern NO_NAME =
      Pattern.compile("[/\\\\\\p{Cntrl}\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

  private static final Pattern TYPE =
      Pattern.compile("[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}");

  private final FileStore files;
  private final Uploads uploads;
  private final TicketMessages messages;
  private final Tickets tickets;
  private final long limit;

  /**
   * @param limit the largest file that Discord takes from the bot, in bytes
   */
  public FilesResource(
      FileStore files, Uploads uploads, TicketMessages messages, Tickets tickets, long limit) {
    this.files = files;
    this.uploads = uploads;
    this.messages = messages;
    this.tickets = tickets;
    this.limit = limit;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/api/tickets/{id}/files").holding(Right.ANSWER_MEMBERS).does(this::upload),
        Endpoint.post("/api/externals/tickets/{id}/files")
            .byKey(KeyPermission.UPLOAD_FILES)
            .does(this::upload),
        Endpoint.get("/api/tickets/{id}/messages/{number}/files/{place}")
            .holding(Right.VIEW_TICKETS)
            .does(call -> download(call, TicketMessages.Audience.STAFF)),
        Endpoint.get("/api/externals/tickets/{id}/messages/{number}/files/{place}")
            .byKey(KeyPermission.READ_MESSAGES)
            .does(call -> download(call, TicketMessages.Audience.BOTH_SIDES)));
  }

  // ---- to a reply

  private record Uploaded(boolean success, String id, String name, long size, String contentType) {}

  private CompletionStage<Answer> upload(Call call) {
    long ticket = call.number("id");
    String name =
        call.query(fields -> {
          String given = fields.text("name", 1, LONGEST_NAME);
          if (NO_NAME.matcher(given).find()) {
            fields.wrong("name", "characters", "holds a slash or a control character");
          }
          return given;
        });
    ApiRequest.Arriving body = call.request().file();
    long length = length(body);
    String holder = TicketActs.holder(call);
    return isOpen(ticket)
        .thenCompose(_ -> uploads.hasRoom(holder, length))
        .thenCompose(room -> {
          if (!room) {
            throw full().thrown();
          }
          return kept(body, holder, length);
        })
        .thenCompose(kept -> {
          StoredFile file =
              new StoredFile(kept.key(), name, kept.size(), type(call.request().contentType()));
          return uploads
              .add(ticket, holder, file)
              .exceptionallyCompose(failure -> discarded(kept, failure))
              .thenApply(id -> uploaded(file, id));
        });
  }

  private static Answer uploaded(StoredFile file, Optional<Long> id) {
    return Answer.created(
        new Uploaded(
            true,
            String.valueOf(id.orElseThrow(() -> full().thrown())),
            file.name(),
            file.size(),
            file.contentType()));
  }

  private long length(ApiRequest.Arriving body) {
    long length = body.length().orElseThrow(() -> Problem.of(ProblemCode.LENGTH_REQUIRED).thrown());
    if (length == 0) {
      throw Problem.of(ProblemCode.BAD_REQUEST, "The file is empty.").thrown();
    }
    if (length > limit) {
      throw Problem.of(
              ProblemCode.BODY_TOO_LARGE,
              "Discord takes files of %d bytes at most.".formatted(limit))
          .telling("limit", limit)
          .thrown();
    }
    return length;
  }

  private static Problem full() {
    return Problem.of(
        ProblemCode.CONFLICT,
        "Too many files wait for a reply: at most %d, of %d bytes together. Send them, or wait some"
                .formatted(Uploads.MOST, Uploads.MOST_BYTES)
            + " hours.");
  }

  private static String type(String declared) {
    return TYPE.matcher(declared).matches() ? declared : "application/octet-stream";
  }

  private CompletionStage<Boolean> isOpen(long ticket) {
    return tickets
        .ask(ticket, new TicketQuery.Look())
        .thenApply(overview -> {
          TicketQuery.Summary summary =
              overview.ticket().orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown());
          if (summary.closing()) {
            throw Problem.of(ProblemCode.TICKET_CLOSED).thrown();
          }
          return true;
        });
  }

  private CompletionStage<Keeping.Kept> kept(ApiRequest.Arriving body, String holder, long length) {
    return files
        .room(length)
        .thenCompose(room ->
            room.map(promise -> read(body, holder, length, promise))
                .orElseThrow(() -> unavailable("The disk has no room for it now.").thrown()));
  }

  private CompletionStage<Keeping.Kept> read(
      ApiRequest.Arriving body, String holder, long length, DiskRoom.Promise promise) {
    InputStream stream;
    try {
      stream = body.open(holder);
    } catch (ProblemException full) {
      promise.close();
      throw full;
    }
    return files
        .keep(stream, length)
        .whenComplete((_, _) -> promise.close())
        .handle((keeping, failure) ->
            switch (keeping) {
              case null -> throw broken(failure);
              case Keeping.Kept kept when kept.size() == length ->
                  CompletableFuture.completedStage(kept);
              case Keeping.Kept shorter ->
                  this.<Keeping.Kept>discarded(shorter, wrongLength().thrown());
              case Keeping.TooLarge _ -> throw wrongLength().thrown();
              case Keeping.NoRoom _ ->
                  throw unavailable("The disk has no room for it now.").thrown();
            })
        .thenCompose(stage -> stage);
  }

  private static Problem wrongLength() {
    return Problem.of(ProblemCode.BAD_REQUEST, "The file is not as long as was declared.");
  }

  /**
   * Nothing names the bytes: they are deleted, unless something else does. Where that cannot be
   * noted now, they stay.
   */
  private <T> CompletionStage<T> discarded(Keeping.Kept kept, Throwable why) {
    return uploads
        .discard(kept.key())
        .handle((_, _) -> CompletableFuture.<T>failedStage(why))
        .thenCompose(stage -> stage);
  }

  private static Problem unavailable(String why) {
    return Problem.of(ProblemCode.UNAVAILABLE, why).with("Retry-After", "10");
  }

  /** The disk is out of reach, or the sender is gone or too slow. */
  private static RuntimeException broken(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (BodyTooSlow.isCauseOf(cause)) {
      return Problem.of(ProblemCode.TOO_SLOW).thrown();
    }
    return cause instanceof StorageUnavailable unavailable
        ? unavailable
        : new CompletionException(cause);
  }

  // ---- of a message

  private CompletionStage<Answer> download(Call call, TicketMessages.Audience audience) {
    long number = call.number("number");
    long place = call.number("place");
    if (number > Integer.MAX_VALUE || place > Integer.MAX_VALUE) {
      throw Problem.of(ProblemCode.NOT_FOUND).thrown();
    }
    return messages
        .file(call.number("id"), audience, (int) number, (int) place)
        .thenApply(found -> {
          StoredFile file = found.orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown());
          ServedAs as = ServedAs.image(file.name());
          return Answer.stored(
              new Answer.Body.Stored(file.key(), file.name(), as.mediaType(), as.isInline()));
        });
  }
}
