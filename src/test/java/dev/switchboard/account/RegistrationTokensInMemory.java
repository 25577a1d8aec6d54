package dev.switchboard.account;

import dev.switchboard.access.Principal;
import dev.switchboard.entity.Decision;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * {@link RegistrationTokens} without a database, by the decisions of {@link TokenBook}. For tests.
 */
public final class RegistrationTokensInMemory implements RegistrationTokens {
  private final Clock clock;
  private final Supplier<String> texts;
  private TokenBook book = TokenBook.EMPTY;

  /**
   * @param texts makes the tokens whose text nobody gives
   */
  public RegistrationTokensInMemory(Clock clock, Supplier<String> texts) {
    this.clock = clock;
    this.texts = texts;
  }

  @Override
  public synchronized CompletionStage<Making> make(Draft draft, Principal by) {
    TokenBook.Token token =
        new TokenBook.Token(
            draft.token().orElseGet(texts),
            draft.maxUses(),
            0,
            draft.comment(),
            clock.instant(),
            by.name(),
            draft.expires());
    boolean isNew = book.of(token.token()).isEmpty();
    return done(
        change(new TokenBook.Command.Make(token))
            .<Making>map(Making.Refused::new)
            .orElseGet(() -> new Making.Made(book.of(token.token()).orElseThrow(), isNew)));
  }

  private Optional<TokenBook.Reason> change(TokenBook.Command command) {
    Decision<TokenBook.Event, TokenBook.Answer> decision = book.decide(command);
    decision.events().forEach(event -> book = book.apply(event));
    return decision.reply().against();
  }

  @Override
  public synchronized CompletionStage<Optional<TokenBook.Reason>> objection(String token) {
    return done(book.objection(token, clock.instant()));
  }

  @Override
  public synchronized CompletionStage<Optional<TokenBook.Reason>> use(String token) {
    return done(change(new TokenBook.Command.Use(token, clock.instant())));
  }

  @Override
  public synchronized CompletionStage<Optional<TokenBook.Reason>> revoke(
      String token, Principal by) {
    return done(change(new TokenBook.Command.Revoke(token, by.name(), clock.instant())));
  }

  @Override
  public synchronized CompletionStage<List<TokenBook.Token>> all() {
    return done(book.tokens());
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedStage(value);
  }
}
