package dev.switchboard.share;

import dev.switchboard.access.Principal;
import dev.switchboard.entity.Entities;
import dev.switchboard.entity.Kind;
import dev.switchboard.share.Shares.Outcome;
import dev.switchboard.share.Shares.OwnedShare;
import dev.switchboard.share.Shares.Share;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** {@link ShareBook} by the sharded entity. */
public final class ShardedShareBook implements ShareBook {
  private final Entities<Shares, Shares.Event> entities;
  private final Clock clock;
  private final Predicate<String> hidden;

  /**
   * @param hidden whether another page uses a path, such as {@code /sam}
   */
  public ShardedShareBook(
      Entities<Shares, Shares.Event> entities, Clock clock, Predicate<String> hidden) {
    this.entities = entities;
    this.clock = clock;
    this.hidden = hidden;
  }

  @Override
  public CompletionStage<Outcome> create(Share share, Principal by) {
    return hidden.test("/" + share.slug())
        ? CompletableFuture.completedStage(Outcome.HIDDEN)
        : entities.ask(Kind.ONLY, new Shares.Create(share, by.name(), clock.instant()));
  }

  @Override
  public CompletionStage<Outcome> update(
      String slug, Optional<String> url, Optional<String> name, Principal by) {
    return entities.ask(Kind.ONLY, new Shares.Update(slug, url, name, by.name(), clock.instant()));
  }

  @Override
  public CompletionStage<Outcome> delete(String slug, Principal by) {
    return entities.ask(Kind.ONLY, new Shares.Delete(slug, by.name(), clock.instant()));
  }

  @Override
  public CompletionStage<Integer> clear(String madeBy, Principal by) {
    return entities.ask(Kind.ONLY, new Shares.Clear(madeBy, by.name(), clock.instant()));
  }

  @Override
  public CompletionStage<Optional<Share>> find(String slug) {
    return entities.ask(Kind.ONLY, new Shares.Find(slug));
  }

  @Override
  public CompletionStage<List<OwnedShare>> all() {
    return from("", new ArrayList<>());
  }

  private CompletionStage<List<OwnedShare>> from(String after, List<OwnedShare> before) {
    return entities
        .ask(Kind.ONLY, new Shares.Page(after))
        .thenCompose(listed -> {
          before.addAll(listed.entries());
          return listed.entries().size() < Shares.PAGE
              ? CompletableFuture.completedStage(before)
              : from(listed.entries().getLast().share().slug(), before);
        });
  }
}
