package dev.switchboard.node;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Surface;
import dev.switchboard.account.Belongings;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.StorageUnavailable;
import dev.switchboard.ticket.erase.Erasing;
import dev.switchboard.ticket.erase.MemberHoldings;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What members have stored: their side of the tickets. */
final class StoredBelongings implements Belongings {
  /** Who has it erased, in the journals of the tickets. */
  private static final Principal BY =
      new Principal.Component(
          "removal of an account",
          new Principal.Source(Surface.NODE, Optional.empty(), "removal of an account"));

  private final Database database;
  private final Erasing erasing;

  StoredBelongings(Database database, Erasing erasing) {
    this.database = database;
    this.erasing = erasing;
  }

  /** All that is in closed tickets; the others belong to a conversation that goes on. */
  @Override
  public CompletionStage<Erasure> erase(long discordUser) {
    return erase(discordUser, Erasure.NOTHING);
  }

  private CompletionStage<Erasure> erase(long discordUser, Erasure before) {
    return erasing
        .erase(new Erasing.Whose.OfMember(discordUser), false, BY)
        .thenCompose(erased -> {
          Erasure sum =
              new Erasure(
                  before.messages() + erased.messages(),
                  before.files() + erased.files(),
                  erased.kept());
          boolean more = erased.remaining() > 0;
          if (erased.failed() > 0 || (more && erased.tickets() == 0)) {
            return CompletableFuture.failedStage(
                new StorageUnavailable(
                    "%d tickets did not answer, %d wait"
                        .formatted(erased.failed(), erased.remaining())));
          }
          return more ? erase(discordUser, sum) : CompletableFuture.completedStage(sum);
        });
  }

  @Override
  public CompletionStage<Map<Long, Long>> bytes(Collection<Long> discordUsers) {
    return database.query(handle -> MemberHoldings.bytes(handle, discordUsers));
  }
}
