package dev.switchboard;

import dev.switchboard.account.Belongings;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.MemberHoldings;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What members have stored: their side of the tickets. */
final class StoredBelongings implements Belongings {
  private final Database database;

  StoredBelongings(Database database) {
    this.database = database;
  }

  /** Tickets cannot forget yet, so all of it is kept, and that is said. */
  @Override
  public CompletionStage<Erasure> erase(long discordUser) {
    return database.query(
        handle -> new Erasure(0, 0, MemberHoldings.messages(handle, discordUser)));
  }

  @Override
  public CompletionStage<Map<Long, Long>> bytes(Collection<Long> discordUsers) {
    return database.query(handle -> MemberHoldings.bytes(handle, discordUsers));
  }
}
