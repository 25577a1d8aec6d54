package dev.switchboard.ticket.read;

import static dev.switchboard.ticket.read.TableTicketList.instant;

import dev.switchboard.storage.Database;
import dev.switchboard.ticket.view.Part;
import dev.switchboard.ticket.view.Position;
import dev.switchboard.ticket.view.ReplyDeliveries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;

/** {@link ReplyDeliveries} from the tables of messages and posts. */
public final class TableReplyDeliveries implements ReplyDeliveries {
  private final Database database;

  public TableReplyDeliveries(Database database) {
    this.database = database;
  }

  @Override
  public CompletionStage<Optional<Part<Delivery>>> part(
      long ticket, Optional<State> state, Position position) {
    return database.transaction(handle -> {
      handle.execute("set transaction isolation level repeatable read read only");
      boolean there =
          handle
              .createQuery("select exists (select 1 from ticket where ticket = :ticket)")
              .bind("ticket", ticket)
              .mapTo(Boolean.class)
              .one();
      return there ? Optional.of(read(handle, ticket, state, position)) : Optional.empty();
    });
  }

  private static Part<Delivery> read(
      Handle handle, long ticket, Optional<State> state, Position position) {
    boolean up = position.direction() == Position.Direction.UP;
    String from = position.from().isPresent() ? " and number " + (up ? ">" : "<") + " :from" : "";
    var query =
        handle
            .createQuery(
                """
                select number, delivery, refusal, refusal_detail, at, settled_at
                from (
                  select number, delivery, refusal, refusal_detail, at from ticket_message
                  where ticket = :ticket and kind = 'reply' and deleted_at is null
                    and delivery = any(cast(:fates as text[]))
                """
                    + from
                    + " order by number "
                    + (up ? "asc" : "desc")
                    + """
                     limit :limit) as reply
                    left join lateral (
                      select max(settled_at) as settled_at from ticket_post
                      where ticket = :ticket and deed = 'show' and target = 'member' and reply.number = any(numbers)
                    ) as post on true order by number
                    """
                    + (up ? "asc" : "desc"))
            .bind("ticket", ticket)
            .bindArray("fates", String.class, fates(state).toArray())
            .bind("limit", position.limit() + 1);
    position.from().ifPresent(number -> query.bind("from", number));
    return Part.of(query.map((row, _) -> delivery(row)).list(), position.limit());
  }

  /** The words of the table. */
  private static List<String> fates(Optional<State> state) {
    return state
        .map(one ->
            switch (one) {
              case WAITING -> List.of("stored", "planned");
              case SENT -> List.of("delivered");
              case REFUSED -> List.of("refused");
            })
        .orElse(List.of("stored", "planned", "delivered", "refused"));
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    State state =
        switch (row.getString("delivery")) {
          case "delivered" -> State.SENT;
          case "refused" -> State.REFUSED;
          default -> State.WAITING;
        };
    return new Delivery(
        row.getInt("number"),
        state,
        text(row, "refusal").toLowerCase(Locale.ROOT),
        text(row, "refusal_detail"),
        row.getTimestamp("at").toInstant(),
        state == State.WAITING ? Optional.empty() : instant(row, "settled_at"));
  }

  private static String text(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNullElse(row.getString(column), "");
  }
}
