package dev.switchboard.access;

import dev.switchboard.entity.Entities;
import dev.switchboard.entity.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * {@link AdminTokens} of the sharded entity. Its answer is cached for a second, so that a call
 * needs no message of its own; a change made on this node clears the cache at once.
 */
public final class ShardedAdminTokens implements AdminTokens {
  private static final long TRUSTED = TimeUnit.SECONDS.toNanos(1);

  private record Known(CompletableFuture<AdminGrants> grants, long at) {}

  private final Entities<AdminGrants, AdminGrants.Event> entities;
  private final Clock clock;
  private volatile Optional<Known> known = Optional.empty();

  public ShardedAdminTokens(Entities<AdminGrants, AdminGrants.Event> entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Giving> give(
      String name, Set<Scope> scopes, Optional<Duration> lifetime, Principal by) {
    String token = Secret.random();
    Instant now = clock.instant();
    AdminGrants.Grant grant =
        new AdminGrants.Grant(
            name, Secret.hash(token), scopes, now, lifetime.map(now::plus), by.name());
    return change(new AdminGrants.Command.Give(grant))
        .thenApply(against ->
            against
                .<Giving>map(Giving.Refused::new)
                .orElseGet(() -> new Giving.Given(grant, token)));
  }

  @Override
  public CompletionStage<Taking> take(String name, Principal by) {
    return change(new AdminGrants.Command.Take(name, by.name(), clock.instant()))
        .thenApply(
            against -> against.<Taking>map(Taking.Refused::new).orElseGet(Taking.Taken::new));
  }

  @Override
  public CompletionStage<List<AdminGrants.Grant>> all() {
    return look().thenApply(AdminGrants::grants);
  }

  @Override
  public CompletionStage<Optional<AdminGrants.Grant>> holderOf(String hash) {
    long now = System.nanoTime();
    CompletableFuture<AdminGrants> grants =
        known
            .filter(one -> now - one.at() < TRUSTED && !one.grants().isCompletedExceptionally())
            .map(Known::grants)
            .orElseGet(() -> {
              CompletableFuture<AdminGrants> asked = look().toCompletableFuture();
              known = Optional.of(new Known(asked, now));
              return asked;
            });
    return grants.thenApply(all -> all.holderOf(hash, clock.instant()));
  }

  private CompletionStage<Optional<AdminGrants.Reason>> change(AdminGrants.Command command) {
    return entities
        .ask(Kind.ONLY, command)
        .thenApply(against -> {
          known = Optional.empty();
          return against;
        });
  }

  private CompletionStage<AdminGrants> look() {
    return entities.ask(Kind.ONLY, new AdminGrants.All());
  }
}
