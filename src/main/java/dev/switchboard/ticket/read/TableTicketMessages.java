package dev.switchboard.ticket.read;

import static dev.switchboard.ticket.read.TableTicketList.instant;

import dev.switchboard.storage.Database;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.view.Part;
import dev.switchboard.ticket.view.Position;
import dev.switchboard.ticket.view.TicketMessages;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * {@link TicketMessages} from the tables. A part takes the rows of the messages by their key, and
 * the former texts and the files of exactly those.
 */
public final class TableTicketMessages implements TicketMessages {
  private final Database database;

  public TableTicketMessages(Database database) {
    this.database = database;
  }

  @Override
  public CompletionStage<Optional<Part<Message>>> part(
      long ticket, Audience audience, Position position) {
    // One state of the tables for all of its queries.
    return database.transaction(handle -> {
      handle.execute("set transaction isolation level repeatable read read only");
      boolean there =
          handle
              .createQuery("select exists (select 1 from ticket where ticket = :ticket)")
              .bind("ticket", ticket)
              .mapTo(Boolean.class)
              .one();
      return there ? Optional.of(read(handle, ticket, audience, position)) : Optional.empty();
    });
  }

  @Override
  public CompletionStage<Optional<StoredFile>> file(
      long ticket, Audience audience, int number, int place) {
    return database.query(handle ->
        handle
            .createQuery(
                """
                select f.place, f.name, f.size, f.content_type, f.state, f.key, f.lost_because
                from ticket_file f join ticket_message m using (ticket, number)
                where ticket = :ticket and number = :number and place = :place - 1
                """
                    + kinds(audience))
            .bind("ticket", ticket)
            .bind("number", number)
            .bind("place", place)
            .map((row, _) -> file(row))
            .findOne()
            .flatMap(File::stored));
  }

  private static String kinds(Audience audience) {
    return switch (audience) {
      case STAFF -> "";
      case BOTH_SIDES -> " and kind in ('member', 'reply')";
    };
  }

  private static Part<Message> read(
      Handle handle, long ticket, Audience audience, Position position) {
    var query =
        handle
            .createQuery(sql(audience, position))
            .bind("ticket", ticket)
            .bind("limit", position.limit() + 1);
    position.from().ifPresent(from -> query.bind("from", from));
    Part<Message> part = Part.of(query.map((row, _) -> message(row)).list(), position.limit());
    Integer[] numbers = part.rows().stream().map(Message::number).toArray(Integer[]::new);
    Map<Integer, List<Former>> former = former(handle, ticket, numbers);
    Map<Integer, List<File>> files = files(handle, ticket, numbers);
    return new Part<>(
        part.rows().stream().map(said -> whole(said, former, files)).toList(), part.more());
  }

  static String sql(Audience audience, Position position) {
    boolean up = position.direction() == Position.Direction.UP;
    String from = position.from().isPresent() ? " and number " + (up ? ">" : "<") + " :from" : "";
    return """
    select number, kind, author_id, author_name, signature, anonymous, text, extras, delivery, refusal,
           refusal_detail, at, edited_at, deleted_at
    from ticket_message where ticket = :ticket
    """
        + kinds(audience)
        + from
        + " order by number "
        + (up ? "asc" : "desc")
        + " limit :limit";
  }

  private static Message message(ResultSet row) throws SQLException {
    return new Message(
        row.getInt("number"),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getLong("author_id"),
        row.getString("author_name"),
        row.getString("signature"),
        row.getBoolean("anonymous"),
        row.getString("text"),
        Arrays.asList((String[]) row.getArray("extras").getArray()),
        List.of(),
        List.of(),
        new Delivery(
            Fate.valueOf(row.getString("delivery").toUpperCase(Locale.ROOT)),
            text(row, "refusal").toLowerCase(Locale.ROOT),
            text(row, "refusal_detail")),
        row.getTimestamp("at").toInstant(),
        instant(row, "edited_at"),
        instant(row, "deleted_at"));
  }

  private static String text(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNullElse(row.getString(column), "");
  }

  private static Message whole(
      Message said, Map<Integer, List<Former>> former, Map<Integer, List<File>> files) {
    return new Message(
        said.number(),
        said.kind(),
        said.author(),
        said.name(),
        said.signature(),
        said.anonymous(),
        said.text(),
        said.extras(),
        former.getOrDefault(said.number(), List.of()),
        files.getOrDefault(said.number(), List.of()),
        said.delivery(),
        said.at(),
        said.edited(),
        said.deleted());
  }

  private record Numbered<T>(int number, T value) {}

  private static <T> Map<Integer, List<T>> byNumber(List<Numbered<T>> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                Numbered::number, Collectors.mapping(Numbered::value, Collectors.toList())));
  }

  private static Map<Integer, List<Former>> former(Handle handle, long ticket, Integer[] numbers) {
    return byNumber(
        handle
            .createQuery(
                """
                select former.number, former.text, former.until
                from unnest(cast(:numbers as int[])) as shown (number)
                cross join lateral (
                  select number, place, text, until from ticket_message_former
                  where ticket = :ticket and number = shown.number order by place desc limit :most) as former
                order by former.number, former.place
                """)
            .bind("ticket", ticket)
            .bindArray("numbers", Integer.class, (Object[]) numbers)
            .bind("most", FORMER_TEXTS)
            .map((row, _) ->
                new Numbered<>(
                    row.getInt("number"), new Former(row.getString("text"), instant(row, "until"))))
            .list());
  }

  private static Map<Integer, List<File>> files(Handle handle, long ticket, Integer[] numbers) {
    return byNumber(
        handle
            .createQuery(
                """
                select number, place, name, size, content_type, state, key, lost_because from ticket_file
                where ticket = :ticket and number = any(cast(:numbers as int[])) order by number, place
                """)
            .bind("ticket", ticket)
            .bindArray("numbers", Integer.class, (Object[]) numbers)
            .map((row, _) -> new Numbered<>(row.getInt("number"), file(row)))
            .list());
  }

  private static File file(ResultSet row) throws SQLException {
    String name = row.getString("name");
    long size = row.getLong("size");
    String type = row.getString("content_type");
    return new File(
        row.getInt("place") + 1,
        name,
        size,
        type,
        Copy.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getString("key")).map(key -> new StoredFile(key, name, size, type)),
        text(row, "lost_because"));
  }
}
