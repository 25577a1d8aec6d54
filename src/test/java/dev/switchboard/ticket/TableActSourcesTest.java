package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.model.ActSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TableActSourcesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final TableActSources sources = new TableActSources(DATABASE.database());

  private static ActSources.Request request(String scope, String body) {
    return new ActSources.Request(Hash.of(scope), Hash.of(body));
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private long first(ActSources.Request request) {
    assertThat(now(sources.of(request))).isInstanceOf(ActSources.Given.New.class);
    return known(request).source();
  }

  private ActSources.Given.Known known(ActSources.Request request) {
    return (ActSources.Given.Known) now(sources.of(request));
  }

  @Test
  void noSourceIsGivenTwice() {
    long one = now(sources.fresh());
    long another = now(sources.fresh());
    long ofARequest = first(request("fresh", "body"));

    assertThat(List.of(one, another, ofARequest)).doesNotHaveDuplicates();
    assertThat(List.of(one, another, ofARequest)).allMatch(ActSource::isOverHttp);
  }

  @Test
  void aRequestThatComesAgainHasTheSameSource() {
    ActSources.Request request = request("again", "body");
    ActSources.Given given = now(sources.of(request));

    assertThat(given).isInstanceOf(ActSources.Given.New.class);
    assertThat(now(sources.of(request)))
        .isEqualTo(
            new ActSources.Given.Known(
                ((ActSources.Given.New) given).source(), OptionalInt.empty()));
  }

  @Test
  void requestsThatComeAtOnceHaveOneSource() {
    ActSources.Request request = request("at once", "body");
    List<CompletionStage<ActSources.Given>> asked = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asked.add(sources.of(request));
    }

    assertThat(asked)
        .extracting(stage ->
            switch (now(stage)) {
              case ActSources.Given.New(long source) -> source;
              case ActSources.Given.Known(long source, _) -> source;
              case ActSources.Given.Other _ -> 0L;
            })
        .containsOnly(known(request).source());
  }

  @Test
  void theSameKeyWithAnotherBodyIsAnotherRequest() {
    first(request("other", "body"));
    assertThat(now(sources.of(request("other", "another body"))))
        .isInstanceOf(ActSources.Given.Other.class);
  }

  @Test
  void theAnswerOfTheTicketIsKnownOnceItIsStored() {
    ActSources.Request request = request("done", "body");
    first(request);

    now(sources.done(request, 5));

    assertThat(known(request).number()).hasValue(5);
  }

  @Test
  void aRequestIsForgottenAfterTwoDaysAndIsNewThen() {
    ActSources.Request old = request("old", "body");
    ActSources.Request young = request("young", "body");
    long source = first(old);
    first(young);
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle
                .createUpdate(
                    "update act_request set at = now() - interval '48 hours 1 second' where scope ="
                        + " :scope")
                .bind("scope", old.scope().bytes())
                .execute());

    now(sources.forget());

    assertThat(first(old)).isNotEqualTo(source);
    assertThat(known(young)).isNotNull();
  }

  @Test
  void textsThatAreDividedOtherwiseHaveAnotherHash() {
    assertThat(Hash.of("ab", "c")).isNotEqualTo(Hash.of("a", "bc")).isEqualTo(Hash.of("ab", "c"));
  }
}
