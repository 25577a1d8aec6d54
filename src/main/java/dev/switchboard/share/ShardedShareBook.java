package dev.switchboard.share;

import dev.switchboard.share.Shares.Outcome;
import dev.switchboard.share.Shares.OwnedShare;
import dev.switchboard.share.Shares.Share;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** {@link ShareBook} by the sharded entity. */
public final class ShardedShareBook implements ShareBook {
  private final ClusterSharding sharding;
  private final Duration timeout;
  private final Clock clock;
  private final Predicate<String> hidden;

  /**
   * @param hidden whether something else answers at a path, as {@code /sam}
   */
  public ShardedShareBook(
      ClusterSharding sharding, Duration timeout, Clock clock, Predicate<String> hidden) {
    this.sharding = sharding;
    this.timeout = timeout;
    this.clock = clock;
    this.hidden = hidden;
  }

  @Override
  public CompletionStage<Outcome> create(Share share, String by) {
    return hidden.test("/" + share.slug())
        ? CompletableFuture.completedStage(Outcome.HIDDEN)
        : change(replyTo -> new SharesEntity.Message.Create(share, by, clock.instant(), replyTo));
  }

  @Override
  public CompletionStage<Outcome> update(
      String slug, Optional<String> url, Optional<String> name, String by) {
    return change(
        replyTo -> new SharesEntity.Message.Update(slug, url, name, by, clock.instant(), replyTo));
  }

  @Override
  public CompletionStage<Outcome> delete(String slug, String by) {
    return change(replyTo -> new SharesEntity.Message.Delete(slug, by, clock.instant(), replyTo));
  }

  @Override
  public CompletionStage<Integer> clear(String madeBy, String by) {
    CompletionStage<SharesEntity.Cleared> cleared =
        ask(replyTo -> new SharesEntity.Message.Clear(madeBy, by, clock.instant(), replyTo));
    return cleared.thenApply(SharesEntity.Cleared::shares);
  }

  private CompletionStage<Outcome> change(
      Function<ActorRef<SharesEntity.Answer>, SharesEntity.Message> message) {
    CompletionStage<SharesEntity.Answer> answer = ask(message);
    return answer.thenApply(SharesEntity.Answer::outcome);
  }

  @Override
  public CompletionStage<Optional<Share>> find(String slug) {
    CompletionStage<SharesEntity.Found> found =
        ask(replyTo -> new SharesEntity.Message.Find(slug, replyTo));
    return found.thenApply(SharesEntity.Found::share);
  }

  @Override
  public CompletionStage<List<OwnedShare>> all() {
    return from("", new ArrayList<>());
  }

  private CompletionStage<List<OwnedShare>> from(String after, List<OwnedShare> before) {
    CompletionStage<SharesEntity.Listed> page =
        ask(replyTo -> new SharesEntity.Message.Page(after, replyTo));
    return page.thenCompose(listed -> {
      before.addAll(listed.entries());
      return listed.entries().size() < SharesEntity.PAGE
          ? CompletableFuture.completedStage(before)
          : from(listed.entries().getLast().share().slug(), before);
    });
  }

  private <R> CompletionStage<R> ask(Function<ActorRef<R>, SharesEntity.Message> message) {
    return sharding
        .entityRefFor(SharesEntity.TYPE_KEY, SharesEntity.ID)
        .ask(message::apply, timeout);
  }
}
