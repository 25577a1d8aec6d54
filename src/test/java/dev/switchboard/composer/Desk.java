package dev.switchboard.composer;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.Surface;
import dev.switchboard.storage.TestDatabase;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Tickets and users for tests of what they write. */
final class Desk {
  static final Principal ANNA = user(7, "Anna");
  static final Principal SAM = user(8, "Sam");

  private Desk() {}

  static Principal user(long id, String name) {
    return new Principal.DiscordUser(
        id,
        name,
        Set.of(Right.ANSWER_MEMBERS, Right.VIEW_TICKETS),
        new Principal.Source(Surface.PANEL, Optional.of("192.0.2.1"), "req_1"));
  }

  static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  /** Nothing but open tickets of the numbers 1 to {@code count}. */
  static void open(TestDatabase database, int count) {
    database
        .database()
        .jdbi()
        .useHandle(handle -> {
          handle.execute("truncate ticket cascade");
          handle.execute("truncate draft, unknown_send, held_reply, read_mark, act_request");
          handle.execute(
              """
              insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at)
              select n, 1000 + n, 'alice', 'Alice', 2000 + n, 'open', now() from generate_series(1, ?) n
              """,
              count);
        });
  }

  static int count(TestDatabase database, String table) {
    return database
        .database()
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("select count(*) from " + table).mapTo(Integer.class).one());
  }

  static void run(TestDatabase database, String sql) {
    database.database().jdbi().useHandle(handle -> handle.execute(sql));
  }
}
