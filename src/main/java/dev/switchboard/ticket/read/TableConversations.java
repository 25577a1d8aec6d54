package dev.switchboard.ticket.read;

import dev.switchboard.storage.Database;
import dev.switchboard.ticket.Conversations;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@link Conversations} from the tables of the projection. */
public final class TableConversations implements Conversations {
  private final Database database;

  public TableConversations(Database database) {
    this.database = database;
  }

  @Override
  public CompletionStage<List<Long>> openMembers(int limit) {
    return database.query(handle ->
        handle
            .createQuery(
                """
                select member_id from ticket where status = 'open'
                group by member_id order by max(coalesce(last_message_at, opened_at)) desc
                limit :limit
                """)
            .bind("limit", limit)
            .mapTo(Long.class)
            .list());
  }

  @Override
  public CompletionStage<Set<Long>> closed(Collection<Long> tickets) {
    return database.query(handle ->
        new HashSet<>(
            handle
                .createQuery(
                    "select ticket from ticket where status = 'closed' and ticket = any(:tickets)")
                .bindArray("tickets", Long.class, tickets.toArray())
                .mapTo(Long.class)
                .list()));
  }

  @Override
  public CompletionStage<List<Long>> messages(long member, int limit) {
    return database.query(handle ->
        handle
            .createQuery(
                """
                select source from ticket_message
                where ticket = (select max(ticket) from ticket where member_id = :member and status = 'open')
                  and kind = 'member' and deleted_at is null
                order by number desc limit :limit
                """)
            .bind("member", member)
            .bind("limit", limit)
            .mapTo(Long.class)
            .list());
  }

  @Override
  public CompletionStage<List<Long>> notes(long ticket, int limit) {
    return database.query(handle ->
        handle
            .createQuery(
                """
                select source from ticket_message
                where ticket = :ticket and kind = 'note' and deleted_at is null
                order by number desc limit :limit
                """)
            .bind("ticket", ticket)
            .bind("limit", limit)
            .mapTo(Long.class)
            .list());
  }
}
