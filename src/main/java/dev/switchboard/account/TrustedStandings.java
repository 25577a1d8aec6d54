package dev.switchboard.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.switchboard.access.session.AccountStandings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@link AccountStandings} by the sharded entities and the table of links. An answer is trusted for
 * half a second, so that a request costs no message to an entity each time, and what is changed on
 * another node counts here within a second. A failure is not kept.
 */
public final class TrustedStandings implements AccountStandings {
  static final Duration TRUSTED = Duration.ofMillis(500);

  /** The others are asked for again. */
  private static final int MOST = 10_000;

  private final AccountShards shards;
  private final AccountLinks links;
  private final Cache<String, CompletableFuture<Optional<Standing>>> known;

  public TrustedStandings(AccountShards shards, AccountLinks links) {
    this(shards, links, Ticker.systemTicker());
  }

  TrustedStandings(AccountShards shards, AccountLinks links, Ticker ticker) {
    this.shards = shards;
    this.links = links;
    this.known =
        Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(TRUSTED).ticker(ticker).build();
  }

  @Override
  public CompletionStage<Optional<Standing>> of(String account) {
    CompletableFuture<Optional<Standing>> answer =
        known.get(account, name -> look(name).toCompletableFuture());
    return kept(account, answer);
  }

  @Override
  public CompletionStage<Optional<Standing>> read(String account) {
    CompletableFuture<Optional<Standing>> answer =
        known.asMap().compute(account, (name, _) -> look(name).toCompletableFuture());
    return kept(account, answer);
  }

  /**
   * Forgets how an account stood: it has just been changed through this node, and a page that is
   * loaded at once would keep the old answer for longer than half a second.
   */
  void forget(AccountName account) {
    known.invalidate(account.value());
  }

  private CompletionStage<Optional<Standing>> kept(
      String account, CompletableFuture<Optional<Standing>> answer) {
    return answer.whenComplete((_, failure) -> {
      if (failure != null) {
        known.asMap().remove(account, answer);
      }
    });
  }

  private CompletionStage<Optional<Standing>> look(String account) {
    AccountName name = new AccountName(account);
    return shards
        .look(name)
        .thenCombine(
            links.userOf(name),
            (found, user) ->
                found
                    .holder()
                    .filter(_ -> found.block().isEmpty())
                    .map(holder -> new Standing(holder.since(), user)));
  }
}
