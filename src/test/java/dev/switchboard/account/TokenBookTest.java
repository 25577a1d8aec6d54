package dev.switchboard.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.switchboard.account.TokenBook.Command;
import dev.switchboard.account.TokenBook.Event;
import dev.switchboard.account.TokenBook.Reason;
import dev.switchboard.account.TokenBook.Token;
import dev.switchboard.entity.Decision;
import dev.switchboard.storage.GoldenFiles;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBookTest {
  @RegisterExtension static final GoldenFiles FILES = new GoldenFiles();

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void aTokenIsUsedAsOftenAsItMayBe() {
    TokenBook book = after(TokenBook.EMPTY, new Command.Make(token("welcome", 2)));
    Command use = new Command.Use("welcome", NOW);

    TokenBook used = after(after(book, use), use);

    assertThat(used.decide(use)).isEqualTo(refused(used, Reason.USED_UP));
    assertThat(used.decide(new Command.Use("unknown", NOW)))
        .isEqualTo(refused(used, Reason.UNKNOWN));
    TokenBook more = after(used, new Command.Make(token("welcome", 3)));
    assertThat(more.of("welcome").map(Token::used)).as("uses are kept").hasValue(2);
    assertThat(more.decide(use).events()).hasSize(1);
    TokenBook revoked = after(more, new Command.Revoke("welcome", "root", NOW));
    assertThat(revoked.decide(use)).isEqualTo(refused(revoked, Reason.UNKNOWN));
    assertThat(revoked.decide(new Command.Revoke("welcome", "root", NOW)))
        .isEqualTo(refused(revoked, Reason.UNKNOWN));
  }

  @Test
  void aTokenExpiresToTheSecond() {
    Token ending = new Token("welcome", 1, 0, "", NOW, "root", Optional.of(NOW.plusSeconds(60)));
    TokenBook book = after(TokenBook.EMPTY, new Command.Make(ending));

    assertThat(book.objection("welcome", NOW.plusSeconds(59))).isEmpty();
    assertThat(book.objection("welcome", NOW.plusSeconds(60))).hasValue(Reason.EXPIRED);
    Token over = new Token("welcome", 1, 0, "", NOW, "root", Optional.of(NOW));
    assertThat(TokenBook.EMPTY.decide(new Command.Make(over)))
        .isEqualTo(refused(TokenBook.EMPTY, Reason.EXPIRED_ALREADY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "short", "with space", "a/b/c/d", "with\nbreak", "caf\u00e9caf\u00e9"})
  void whatCannotStandInAnAddressIsNoToken(String token) {
    assertThat(TokenBook.EMPTY.decide(new Command.Make(token(token, 1))))
        .isEqualTo(refused(TokenBook.EMPTY, Reason.UNUSABLE));
  }

  @Test
  void nothingIsWithoutABound() {
    TokenBook full =
        new TokenBook(
            IntStream.range(0, TokenBook.MOST).mapToObj(i -> token("token-" + i, 1)).toList());

    assertThat(full.decide(new Command.Make(token("one-more", 1))))
        .isEqualTo(refused(full, Reason.TOO_MANY));
    assertThat(full.decide(new Command.Make(token("token-1", 2))).events()).hasSize(1);
    assertThat(
            TokenBook.EMPTY.decide(
                new Command.Make(
                    new Token("welcome", 1, 0, "x".repeat(201), NOW, "root", Optional.empty()))))
        .isEqualTo(refused(TokenBook.EMPTY, Reason.COMMENT));
    for (String comment : new String[] {"a\ud800b", "a\udc00", "a\nb"}) {
      assertThat(
              TokenBook.EMPTY.decide(
                  new Command.Make(
                      new Token("welcome", 1, 0, comment, NOW, "root", Optional.empty()))))
          .isEqualTo(refused(TokenBook.EMPTY, Reason.COMMENT));
    }
    assertThat(TokenBook.EMPTY.decide(new Command.Make(token("welcome", 1_000_001))))
        .isEqualTo(refused(TokenBook.EMPTY, Reason.USES));
  }

  @Test
  void theJournalIsReadAsItWasWritten() {
    Token token =
        new Token("welcome", 2, 1, "for friends", NOW, "root", Optional.of(NOW.plusSeconds(60)));
    FILES.assertSame(new Event.Made(token), "registration-token-made");
    FILES.assertSame(new Event.Used("welcome", NOW), "registration-token-used");
    FILES.assertSame(new Event.Revoked("welcome", "root", NOW), "registration-token-revoked");
    assertThat(
            Arrays.stream(Event.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name))
        .allSatisfy(name ->
            assertThat(GoldenFiles.FOLDER.resolve("registration-token-" + name + ".json"))
                .exists());
  }

  private static Token token(String token, int uses) {
    return new Token(token, uses, 0, "", NOW, "root", Optional.empty());
  }

  private static TokenBook after(TokenBook book, Command command) {
    return book.decide(command).events().stream().reduce(book, TokenBook::apply, (_, last) -> last);
  }

  private static Decision<Event, TokenBook.Answer> refused(TokenBook book, Reason reason) {
    return Decision.reply(new TokenBook.Answer(Optional.of(reason), book));
  }
}
