package dev.switchboard.discord.guild;

import dev.switchboard.access.grant.Member;
import dev.switchboard.access.grant.StaffMembership;
import dev.switchboard.access.grant.StaffRoles;
import dev.switchboard.access.grant.StaffUnknown;
import dev.switchboard.storage.Database;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * {@link StaffMembership} by the tables that the {@link StaffRoster} of the node that speaks to
 * Discord keeps true. Only for a user without a row is that node asked.
 */
public final class StoredStaffMembership implements StaffMembership {
  private static final int PATIENCE_SECONDS = 10;

  private final Database database;
  private final long guild;
  private final Roster roster;

  /** The {@link StaffRoster}, wherever it is. Its stages fail where it cannot be reached. */
  public interface Roster {
    CompletionStage<Optional<Member>> member(long user);

    CompletionStage<List<Member>> members(long after, int limit);
  }

  /**
   * @param guild Discord's id of the staff guild
   */
  public StoredStaffMembership(Database database, long guild, Roster roster) {
    this.database = database;
    this.guild = guild;
    this.roster = roster;
  }

  @Override
  public CompletionStage<Optional<Member>> of(long user) {
    return read(handle -> StaffRows.ask(handle, guild, user))
        .thenCompose(row ->
            row.map(known -> CompletableFuture.completedStage(known.member()))
                .orElseGet(() -> told(roster.member(user))));
  }

  @Override
  public CompletionStage<List<Member>> members(long after, int limit) {
    if (limit < 1 || limit > PAGE) {
      throw new IllegalArgumentException("a page of " + limit + " members");
    }
    return told(roster.members(after, limit));
  }

  @Override
  public CompletionStage<StaffRoles> roles() {
    return read(handle -> StaffRows.roles(handle, guild))
        .thenApply(roles ->
            roles.orElseThrow(() ->
                new StaffUnknown("Discord has not told of the roles of the staff guild yet")));
  }

  private <T> CompletionStage<T> read(Function<Handle, T> query) {
    return database.query(query);
  }

  private static <T> CompletionStage<T> told(CompletionStage<T> stage) {
    return stage
        .toCompletableFuture()
        .copy()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedStage(unknown(failure)));
  }

  private static StaffUnknown unknown(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : failure;
    return cause instanceof StaffUnknown unknown
        ? unknown
        : new StaffUnknown("Discord was not asked, or did not answer: " + cause);
  }
}
