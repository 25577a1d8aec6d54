package dev.switchboard.account;

import dev.switchboard.access.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** {@link RegistrationTokens} by the sharded entity. */
public final class ShardedRegistrationTokens implements RegistrationTokens {
  private final ClusterSharding sharding;
  private final Duration timeout;
  private final Clock clock;
  private final RandomText random = new RandomText();

  public ShardedRegistrationTokens(ClusterSharding sharding, Duration timeout, Clock clock) {
    this.sharding = sharding;
    this.timeout = timeout;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Making> make(Draft draft, Principal by) {
    TokenBook.Token token =
        new TokenBook.Token(
            draft.token().orElseGet(random::token),
            draft.maxUses(),
            0,
            draft.comment(),
            clock.instant(),
            by.name(),
            draft.expires());
    return show()
        .thenApply(book -> book.of(token.token()).isEmpty())
        .thenCompose(isNew ->
            change(new TokenBook.Command.Make(token))
                .thenApply(reply ->
                    reply.against().stream()
                        .findFirst()
                        .<Making>map(Making.Refused::new)
                        .orElseGet(() ->
                            new Making.Made(reply.book().of(token.token()).orElse(token), isNew))));
  }

  @Override
  public CompletionStage<Optional<TokenBook.Reason>> objection(String token) {
    return show().thenApply(book -> book.objection(token, clock.instant()));
  }

  @Override
  public CompletionStage<Optional<TokenBook.Reason>> use(String token) {
    return change(new TokenBook.Command.Use(token, clock.instant()))
        .thenApply(reply -> reply.against().stream().findFirst());
  }

  @Override
  public CompletionStage<Optional<TokenBook.Reason>> revoke(String token, Principal by) {
    return change(new TokenBook.Command.Revoke(token, by.name(), clock.instant()))
        .thenApply(reply -> reply.against().stream().findFirst());
  }

  @Override
  public CompletionStage<List<TokenBook.Token>> all() {
    return show().thenApply(TokenBook::tokens);
  }

  private CompletionStage<TokenBook> show() {
    CompletionStage<TokenBookEntity.Reply> reply =
        entity().ask(TokenBookEntity.Message.Show::new, timeout);
    return reply.thenApply(TokenBookEntity.Reply::book);
  }

  private CompletionStage<TokenBookEntity.Reply> change(TokenBook.Command command) {
    return entity().ask(replyTo -> new TokenBookEntity.Message.Do(command, replyTo), timeout);
  }

  private EntityRef<TokenBookEntity.Message> entity() {
    return sharding.entityRefFor(TokenBookEntity.TYPE_KEY, TokenBookEntity.ID);
  }
}
