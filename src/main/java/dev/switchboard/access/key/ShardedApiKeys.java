package dev.switchboard.access.key;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.Secret;
import dev.switchboard.access.TrustedAnswers;
import dev.switchboard.access.key.ApiKey.Event;
import dev.switchboard.entity.Entities;
import dev.switchboard.entity.Kind;
import dev.switchboard.text.WellFormed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link ApiKeys} by the sharded entities and their table. */
public final class ShardedApiKeys implements ApiKeys {
  /** A row of a key that is not there after so long stays without one: its making failed. */
  static final Duration MAKING = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(ShardedApiKeys.class);
  private static final int LONGEST_NAME = 100;

  /** So many entities are asked at once for a list. */
  private static final int AT_A_TIME = 50;

  private final Entities<ApiKey, Event> entities;
  private final KeyRows rows;
  private final Clock clock;
  private final TrustedAnswers<Key> trusted;

  /** The keys, wherever in the cluster they are. */
  public ShardedApiKeys(Entities<ApiKey, Event> entities, KeyRows rows, Clock clock) {
    this(entities, rows, clock, Ticker.systemTicker());
  }

  ShardedApiKeys(Entities<ApiKey, Event> entities, KeyRows rows, Clock clock, Ticker ticker) {
    this.entities = entities;
    this.rows = rows;
    this.clock = clock;
    this.trusted = new TrustedAnswers<>(rows::has, ticker);
  }

  @Override
  public CompletionStage<Creating> create(
      String name, Set<KeyPermission> permissions, Optional<Instant> expires, Principal by) {
    Instant now = clock.instant();
    String line = name.strip();
    // A key acts with these rights, so nobody gets beyond their own by one. The one administrator
    // who may make keys has the root token, and with it the server.
    Optional<Right> lacking =
        KeyPermission.rights(KeyPermission.all(permissions)).stream()
            .filter(right -> !(by instanceof Principal.Administrator) && !by.may(right))
            .findFirst();
    if (lacking.isPresent()) {
      return CompletableFuture.failedStage(new NotPermitted(by, lacking.get()));
    }
    return objection(line, permissions, expires, now)
        .<CompletionStage<Creating>>map(
            reason -> CompletableFuture.completedStage(new Creating.Refused(reason)))
        .orElseGet(() -> make(line, permissions, expires, by, now));
  }

  private static Optional<Reason> objection(
      String name, Set<KeyPermission> permissions, Optional<Instant> expires, Instant now) {
    if (name.isEmpty()
        || name.codePointCount(0, name.length()) > LONGEST_NAME
        || !WellFormed.isLine(name)) {
      return Optional.of(Reason.NAME_UNUSABLE);
    }
    if (permissions.isEmpty()) {
      return Optional.of(Reason.NO_PERMISSION);
    }
    return expires.filter(end -> !now.isBefore(end)).map(_ -> Reason.EXPIRED_ALREADY);
  }

  private CompletionStage<Creating> make(
      String name,
      Set<KeyPermission> permissions,
      Optional<Instant> expires,
      Principal by,
      Instant now) {
    String text = KeyText.random();
    String hash = Secret.hash(text);
    return rows.add(hash, now, MOST)
        .thenCompose(added ->
            added
                .map(number ->
                    new ApiKey.Create(
                        number, name, KeyText.preview(text), permissions, expires, by.name(), now))
                .<CompletionStage<Creating>>map(create -> make(text, hash, create))
                .orElseGet(
                    () -> CompletableFuture.completedStage(new Creating.Refused(Reason.TOO_MANY))));
  }

  private CompletionStage<Creating> make(String text, String hash, ApiKey.Create create) {
    return change(hash, create).thenApply(_ -> new Creating.Created(text, create.created().key()));
  }

  @Override
  public CompletionStage<Boolean> revoke(long number, Principal by) {
    return rows.hash(number)
        .thenCompose(found ->
            found
                .map(hash -> change(hash, new ApiKey.Revoke(by.name(), clock.instant())))
                .orElseGet(() -> CompletableFuture.completedStage(false)));
  }

  @Override
  public CompletionStage<Boolean> delete(long number, Principal by) {
    return rows.hash(number)
        .thenCompose(found ->
            found
                .map(hash ->
                    change(hash, new ApiKey.Delete(by.name(), clock.instant()))
                        .thenCompose(was ->
                            rows.remove(hash).handle((_, failure) -> noted(number, was, failure))))
                .orElseGet(() -> CompletableFuture.completedStage(false)));
  }

  /** The key is deleted in any case; its row goes when it is looked at the next time. */
  private static boolean noted(long number, boolean was, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("Key {} is deleted, its row not yet: {}", number, failure.toString());
    }
    return was;
  }

  private CompletionStage<Boolean> change(
      String hash, Kind.Command<ApiKey, Event, Boolean> command) {
    return entities.ask(hash, command).whenComplete((_, _) -> trusted.drop(hash));
  }

  @Override
  public CompletionStage<List<Key>> all() {
    return rows.all().thenCompose(all -> look(all, new ArrayList<>()));
  }

  private CompletionStage<List<Key>> look(List<KeyRows.Row> left, List<Key> before) {
    if (left.isEmpty()) {
      return CompletableFuture.completedStage(List.copyOf(before));
    }
    int some = Math.min(AT_A_TIME, left.size());
    CompletionStage<List<Key>> looked = CompletableFuture.completedStage(before);
    for (CompletionStage<Optional<Key>> one :
        left.subList(0, some).stream().map(this::settle).toList()) {
      looked =
          looked.thenCombine(
              one,
              (keys, key) -> {
                key.ifPresent(keys::add);
                return keys;
              });
    }
    return looked.thenCompose(keys -> look(left.subList(some, left.size()), keys));
  }

  /** The key of a row; a row without a key goes. */
  private CompletionStage<Optional<Key>> settle(KeyRows.Row row) {
    return entities
        .ask(row.hash(), new ApiKey.Look())
        .thenCompose(found ->
            switch (found) {
              case ApiKey.Made(Key key) -> CompletableFuture.completedStage(Optional.of(key));
              case ApiKey.Deleted _ -> removed(row);
              case ApiKey.Absent _ ->
                  row.made().plus(MAKING).isAfter(clock.instant())
                      ? CompletableFuture.completedStage(Optional.empty())
                      : removed(row);
            });
  }

  private CompletionStage<Optional<Key>> removed(KeyRows.Row row) {
    return rows.remove(row.hash()).thenApply(_ -> Optional.empty());
  }

  @Override
  public CompletionStage<Optional<KeyHolder>> holder(String presented) {
    return KeyText.isOne(presented)
        ? trusted
            .of(Secret.hash(presented), hash -> entities.ask(hash, new ApiKey.Use(clock.instant())))
            .thenApply(
                found -> found.filter(key -> key.isGoodAt(clock.instant())).map(KeyHolder::of))
        : CompletableFuture.completedStage(Optional.empty());
  }
}
