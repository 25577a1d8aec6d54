package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.access.key.KeyPermission;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Cursor;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.http.page.FileLinks;
import dev.switchboard.ticket.view.Part;
import dev.switchboard.ticket.view.Position;
import dev.switchboard.ticket.view.TicketMessages;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What was said in a ticket: {@code GET /api/tickets/{id}/messages} for sessions, and the same
 * below {@code /api/externals} for API keys.
 *
 * <p>A part of the messages is always in the order of their numbers. Without a cursor it is the
 * newest part, as a desk shows it first, and {@code next} goes on to older ones by {@code before}.
 * With {@code after} it is what follows; {@code latest} is the cursor for that, whichever part was
 * asked for, so that a client can ask for what came since.
 *
 * <p>A key reads what passed between the member and staff, as the member saw it: neither notes nor
 * remarks (a remark may quote a note), and of an anonymous reply the signature alone.
 */
public final class MessagesResource {
  private final TicketMessages messages;

  public MessagesResource(TicketMessages messages) {
    this.messages = messages;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/tickets/{id}/messages")
            .holding(Right.VIEW_TICKETS)
            .does(call -> part(call, TicketMessages.Audience.STAFF)),
        Endpoint.get("/api/externals/tickets/{id}/messages")
            .byKey(KeyPermission.READ_MESSAGES)
            .does(call -> part(call, TicketMessages.Audience.BOTH_SIDES)));
  }

  /**
   * @param id empty for the product, for a program, and where it is not told
   */
  private record Author(Optional<String> id, String name) {}

  private record Former(String text, Optional<Instant> until) {}

  /**
   * @param id its place among the message's files
   * @param url the path of the copy on this server, for whoever is given it; empty while there is
   *     none
   */
  private record File(
      String id,
      String name,
      long size,
      Optional<String> contentType,
      String state,
      Optional<String> url,
      Optional<String> lostBecause) {
    static File of(TicketMessages.File file) {
      return new File(
          String.valueOf(file.place()),
          file.name(),
          file.size(),
          given(file.contentType()),
          word(file.copy()),
          file.stored().map(FileLinks::path),
          given(file.lost()));
    }
  }

  private record Delivery(String state, Optional<String> reason, Optional<String> detail) {
    static Delivery of(TicketMessages.Delivery delivery) {
      return new Delivery(
          word(delivery.fate()), given(delivery.refusal()), given(delivery.detail()));
    }
  }

  private record Shown(
      int number,
      String kind,
      Author author,
      boolean anonymous,
      Optional<String> signature,
      String text,
      List<String> extras,
      List<Former> former,
      List<File> files,
      Delivery delivery,
      Instant at,
      Optional<Instant> editedAt,
      Optional<Instant> deletedAt) {
    static Shown of(TicketMessages.Message message, TicketMessages.Audience audience) {
      return new Shown(
          message.number(),
          word(message.kind()),
          author(message, audience),
          message.anonymous(),
          given(message.signature()),
          message.text(),
          message.extras(),
          message.former().stream().map(one -> new Former(one.text(), one.until())).toList(),
          message.files().stream().map(File::of).toList(),
          Delivery.of(message.delivery()),
          message.at(),
          message.edited(),
          message.deleted());
    }

    private static Author author(TicketMessages.Message message, TicketMessages.Audience audience) {
      boolean hidden =
          switch (audience) {
            case STAFF -> false;
            case BOTH_SIDES -> message.anonymous();
          };
      return hidden
          ? new Author(Optional.empty(), message.signature())
          : new Author(
              message.author() == 0
                  ? Optional.empty()
                  : Optional.of(String.valueOf(message.author())),
              message.name());
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private record Listed(
      List<Shown> messages, boolean hasMore, Optional<String> next, Optional<String> latest) {}

  private CompletionStage<Answer> part(Call call, TicketMessages.Audience audience) {
    long ticket = call.number("id");
    Paging paging = call.query(Paging::of);
    String list = "messages %s %d".formatted(audience, ticket);
    Position position =
        paging.after().isPresent()
            ? paging.position(list, Position.Direction.UP, Position.Direction.DOWN)
            : paging.position(list, Position.Direction.DOWN, Position.Direction.DOWN);
    return messages
        .part(ticket, audience, position)
        .thenApply(found ->
            Answer.ok(
                listed(
                    list,
                    found.orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown()),
                    paging,
                    audience)));
  }

  private static Listed listed(
      String list,
      Part<TicketMessages.Message> part,
      Paging paging,
      TicketMessages.Audience audience) {
    List<Shown> shown =
        part.rows().stream()
            .sorted(Comparator.comparingInt(TicketMessages.Message::number))
            .map(message -> Shown.of(message, audience))
            .toList();
    Optional<String> latest =
        shown.isEmpty() ? paging.after() : Optional.of(Cursor.of(list, shown.getLast().number()));
    return new Listed(
        shown, part.more(), Paging.next(list, part, TicketMessages.Message::number), latest);
  }
}
