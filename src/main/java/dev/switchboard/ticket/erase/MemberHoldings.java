package dev.switchboard.ticket.erase;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The stored bytes of members' tickets, from the read tables. */
public final class MemberHoldings {
  private MemberHoldings() {}

  /**
   * The bytes of the messages of each member, including former texts, and of the kept copies of
   * their files; members without any are missing.
   */
  public static Map<Long, Long> bytes(Handle handle, Collection<Long> members) {
    return handle
        .createQuery(
            """
            select t.member_id as member, sum(octet_length(m.text)
                + coalesce((select sum(octet_length(f.text)) from ticket_message_former f
                    where f.ticket = m.ticket and f.number = m.number), 0)
                + coalesce((select sum(f.size) from ticket_file f
                    where f.ticket = m.ticket and f.number = m.number and f.state = 'kept'), 0)) as bytes
            from ticket t join ticket_message m on m.ticket = t.ticket and m.kind = 'member'
            where t.member_id = any(:members)
            group by t.member_id
            """)
        .bindArray("members", Long.class, members.toArray())
        .map((row, _) -> Map.entry(row.getLong("member"), row.getLong("bytes")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
