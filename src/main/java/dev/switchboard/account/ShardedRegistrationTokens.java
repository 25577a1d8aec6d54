package dev.switchboard.account;

import dev.switchboard.access.Principal;
import dev.switchboard.entity.Entities;
import dev.switchboard.entity.Kind;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@link RegistrationTokens} by the sharded entity. */
public final class ShardedRegistrationTokens implements RegistrationTokens {
  private final Entities<TokenBook, TokenBook.Event> entities;
  private final Clock clock;
  private final RandomText random = new RandomText();

  public ShardedRegistrationTokens(Entities<TokenBook, TokenBook.Event> entities, Clock clock) {
    this.entities = entities;
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
                    reply
                        .against()
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
        .thenApply(TokenBook.Answer::against);
  }

  @Override
  public CompletionStage<Optional<TokenBook.Reason>> revoke(String token, Principal by) {
    return change(new TokenBook.Command.Revoke(token, by.name(), clock.instant()))
        .thenApply(TokenBook.Answer::against);
  }

  @Override
  public CompletionStage<List<TokenBook.Token>> all() {
    return show().thenApply(TokenBook::tokens);
  }

  private CompletionStage<TokenBook> show() {
    return entities.ask(Kind.ONLY, new TokenBook.All());
  }

  private CompletionStage<TokenBook.Answer> change(TokenBook.Command command) {
    return entities.ask(Kind.ONLY, command);
  }
}
