package dev.switchboard.webhook;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The tables {@code webhook}, {@code webhook_delivery} and {@code webhook_attempt}. */
final class WebhookRows {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 16;

  private static final String ENDPOINT =
      """
      select *, (select count(*) from webhook_delivery waiting
                 where waiting.webhook = webhook.webhook and state = 'waiting') as waiting,
                (select max(until) from webhook_former_secret former
                 where former.webhook = webhook.webhook) as old_secret_until
      from webhook
      """;

  private WebhookRows() {}

  // ---- endpoints

  static List<Webhook> all(Handle handle) {
    return handle.createQuery(ENDPOINT + " order by webhook").map((row, _) -> webhook(row)).list();
  }

  static Optional<Webhook> one(Handle handle, long id) {
    return handle
        .createQuery(ENDPOINT + " where webhook = :id")
        .bind("id", id)
        .map((row, _) -> webhook(row))
        .findOne();
  }

  private static Webhook webhook(ResultSet row) throws SQLException {
    return new Webhook(
        row.getLong("webhook"),
        row.getString("url"),
        row.getString("description"),
        Set.of((String[]) row.getArray("events").getArray()),
        row.getBoolean("enabled")
            ? Optional.empty()
            : Optional.of(Webhook.Off.of(row.getString("off_reason"))),
        row.getTimestamp("created_at").toInstant(),
        row.getString("created_by"),
        row.getLong("waiting"),
        instant(row, "paused_until"),
        instant(row, "old_secret_until"));
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  /** Locks an endpoint until the end of the transaction; false if it is not there. */
  static boolean lock(Handle handle, long id) {
    return handle
        .createQuery("select 1 from webhook where webhook = :id for update")
        .bind("id", id)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  // ---- deliveries

  /** An event for an endpoint, which has no sequence yet. */
  record Event(String type, Instant at, String data) {}

  /**
   * Adds deliveries to an endpoint of which this transaction holds the lock, each with the next
   * number.
   *
   * @return the number of the last one
   */
  static long add(Handle handle, long id, List<Event> events, WebhookPayload payload, Instant now) {
    long last =
        handle
            .createQuery(
                "update webhook set sequence = sequence + :count where webhook = :id"
                    + " returning sequence")
            .bind("count", events.size())
            .bind("id", id)
            .mapTo(Long.class)
            .one();
    var batch =
        handle.prepareBatch(
            """
            insert into webhook_delivery (webhook, sequence, message_id, type, body, state, due_at, created_at)
            values (:id, :sequence, :message, :type, :body, 'waiting', :now, :now)
            """);
    long sequence = last - events.size();
    for (Event event : events) {
      sequence++;
      batch
          .bind("id", id)
          .bind("sequence", sequence)
          .bind("message", messageId())
          .bind("type", event.type())
          .bind("body", payload.of(event, sequence))
          .bind("now", now)
          .add();
    }
    batch.execute();
    return last;
  }

  private static String messageId() {
    byte[] bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    return "msg_" + HexFormat.of().formatHex(bytes);
  }

  static List<WebhookDelivery> deliveries(Handle handle, long id, Webhooks.Wanted wanted) {
    return withAttempts(
        handle,
        handle
            .createQuery(
                """
                select * from webhook_delivery
                where webhook = :id and delivery < :before and (cast(:state as text) is null or state = :state)
                order by delivery desc limit :most
                """)
            .bind("id", id)
            .bind("before", wanted.before().orElse(Long.MAX_VALUE))
            .bind("state", wanted.state().map(WebhookDelivery.State::word))
            .bind("most", wanted.most())
            .map((row, _) -> delivery(row))
            .list());
  }

  static Optional<WebhookDelivery> delivery(Handle handle, long id, long delivery) {
    return withAttempts(
            handle,
            handle
                .createQuery(
                    "select * from webhook_delivery where webhook = :id and delivery = :delivery")
                .bind("id", id)
                .bind("delivery", delivery)
                .map((row, _) -> delivery(row))
                .list())
        .stream()
        .findFirst();
  }

  private static WebhookDelivery delivery(ResultSet row) throws SQLException {
    return new WebhookDelivery(
        row.getLong("delivery"),
        row.getLong("sequence"),
        row.getString("message_id"),
        row.getString("type"),
        row.getString("body"),
        WebhookDelivery.State.of(row.getString("state")),
        row.getBoolean("set_aside"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("due_at").toInstant(),
        List.of());
  }

  private record AttemptOf(long delivery, WebhookDelivery.Attempt attempt) {}

  private static List<WebhookDelivery> withAttempts(
      Handle handle, List<WebhookDelivery> deliveries) {
    if (deliveries.isEmpty()) {
      return deliveries;
    }
    Map<Long, List<WebhookDelivery.Attempt>> attempts =
        handle
            .createQuery(
                "select * from webhook_attempt where delivery = any(:deliveries)"
                    + " order by delivery, number")
            .bindArray(
                "deliveries",
                Long.class,
                deliveries.stream().map(WebhookDelivery::id).<Object>map(id -> id).toArray())
            .map((row, _) -> new AttemptOf(row.getLong("delivery"), attempt(row)))
            .stream()
            .collect(
                Collectors.groupingBy(
                    AttemptOf::delivery,
                    LinkedHashMap::new,
                    Collectors.mapping(AttemptOf::attempt, Collectors.toList())));
    return deliveries.stream()
        .map(one ->
            new WebhookDelivery(
                one.id(),
                one.sequence(),
                one.messageId(),
                one.type(),
                one.body(),
                one.state(),
                one.setAside(),
                one.created(),
                one.due(),
                attempts.getOrDefault(one.id(), List.of())))
        .toList();
  }

  private static WebhookDelivery.Attempt attempt(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    return new WebhookDelivery.Attempt(
        row.getInt("number"),
        row.getTimestamp("at").toInstant(),
        row.getInt("millis"),
        status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
        Optional.ofNullable(row.getString("answer")),
        Optional.ofNullable(row.getString("error")));
  }
}
