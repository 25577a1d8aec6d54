package dev.switchboard.access;

import dev.switchboard.entity.Decision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@link AdminTokens} without a database, by the decisions of {@link AdminGrants}. For tests. */
public final class AdminTokensInMemory implements AdminTokens {
  private final Clock clock;
  private final Supplier<String> secrets;
  private AdminGrants grants = AdminGrants.NONE;

  /**
   * @param secrets makes the tokens
   */
  public AdminTokensInMemory(Clock clock, Supplier<String> secrets) {
    this.clock = clock;
    this.secrets = secrets;
  }

  @Override
  public CompletionStage<Giving> give(
      String name, Set<Scope> scopes, Optional<Duration> lifetime, Principal by) {
    String token = secrets.get();
    Instant now = clock.instant();
    AdminGrants.Grant grant =
        new AdminGrants.Grant(
            name, Secret.hash(token), scopes, now, lifetime.map(now::plus), by.name());
    return done(
        change(new AdminGrants.Command.Give(grant))
            .<Giving>map(Giving.Refused::new)
            .orElseGet(() -> new Giving.Given(grant, token)));
  }

  @Override
  public CompletionStage<Taking> take(String name, Principal by) {
    return done(
        change(new AdminGrants.Command.Take(name, by.name(), clock.instant()))
            .<Taking>map(Taking.Refused::new)
            .orElseGet(Taking.Taken::new));
  }

  private synchronized Optional<AdminGrants.Reason> change(AdminGrants.Command command) {
    Decision<AdminGrants.Event, Optional<AdminGrants.Reason>> decision = grants.decide(command);
    decision.events().forEach(event -> grants = grants.apply(event));
    return decision.reply();
  }

  @Override
  public synchronized CompletionStage<List<AdminGrants.Grant>> all() {
    return done(grants.grants());
  }

  @Override
  public synchronized CompletionStage<Optional<AdminGrants.Grant>> holderOf(String hash) {
    return done(grants.holderOf(hash, clock.instant()));
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedStage(value);
  }
}
