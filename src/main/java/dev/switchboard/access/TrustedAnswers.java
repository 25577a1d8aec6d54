package dev.switchboard.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The answers of entities about presented secrets, by the hash of the secret. An answer is trusted
 * for half a second from the moment of the question on, so that a request costs no message to an
 * entity each time. An entity is asked only about a hash that the index has, so that no guess of a
 * stranger wakes one. Guesses are remembered apart from answers, and evict none of them.
 * Thread-safe.
 *
 * @param <T> what is known about a good secret
 */
public final class TrustedAnswers<T> {
  /** So what was ended on another node is ended here within a second. */
  public static final Duration TRUSTED = Duration.ofMillis(500);

  /** Of each of the three: some MiB. */
  static final int MOST = 10_000;

  private final Function<String, CompletionStage<Boolean>> index;
  private final Cache<String, CompletableFuture<Optional<T>>> answers;
  private final Cache<String, Boolean> indexed;
  private final Cache<String, Boolean> guesses;

  /**
   * Answers that nobody has asked for yet.
   *
   * @param index whether there may be an entity of that hash
   * @param ticker measures how old an answer is
   */
  public TrustedAnswers(Function<String, CompletionStage<Boolean>> index, Ticker ticker) {
    this.index = index;
    this.answers = shortLived(ticker).build();
    this.guesses = shortLived(ticker).build();
    this.indexed = Caffeine.newBuilder().maximumSize(MOST).build();
  }

  private static Caffeine<Object, Object> shortLived(Ticker ticker) {
    return Caffeine.newBuilder().ticker(ticker).expireAfterWrite(TRUSTED).maximumSize(MOST);
  }

  /**
   * What is known of that hash, up to half a second old. Fails as index and entity do; a failure is
   * not remembered.
   *
   * @param entity asks the entity of that hash
   */
  public CompletionStage<Optional<T>> of(
      String hash, Function<String, CompletionStage<Optional<T>>> entity) {
    CompletableFuture<Optional<T>> answer = answers.getIfPresent(hash);
    if (answer != null) {
      return answer.minimalCompletionStage();
    }
    if (guesses.getIfPresent(hash) != null) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return indexed.getIfPresent(hash) != null ? ask(hash, entity) : lookUp(hash, entity);
  }

  private CompletionStage<Optional<T>> lookUp(
      String hash, Function<String, CompletionStage<Optional<T>>> entity) {
    return index
        .apply(hash)
        .thenCompose(there -> {
          if (!there) {
            guesses.put(hash, true);
            return CompletableFuture.completedStage(Optional.empty());
          }
          indexed.put(hash, true);
          return ask(hash, entity);
        });
  }

  private CompletionStage<Optional<T>> ask(
      String hash, Function<String, CompletionStage<Optional<T>>> entity) {
    CompletableFuture<Optional<T>> answer =
        answers.get(hash, asked -> entity.apply(asked).toCompletableFuture());
    var _ =
        answer.whenComplete((found, failure) -> {
          if (failure != null) {
            answers.asMap().remove(hash, answer);
          } else if (found.isEmpty()) {
            // Where it has left the index, its entity is left alone from now on.
            indexed.invalidate(hash);
          }
        });
    return answer.minimalCompletionStage();
  }

  /** Forgets what is known of that hash: it has just changed. */
  public void drop(String hash) {
    indexed.invalidate(hash);
    guesses.invalidate(hash);
    answers.invalidate(hash);
  }
}
