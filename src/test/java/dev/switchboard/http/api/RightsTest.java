package dev.switchboard.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.SecurityPoint;
import dev.switchboard.access.Right;
import dev.switchboard.access.key.KeyPermission;
import dev.switchboard.http.endpoint.ApiResponse;
import dev.switchboard.http.endpoint.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation asks for the right that it names, and for no other (http-api.md, 4.4, 22). */
class RightsTest {
  private static final ApiDocument DOCUMENT = ApiDocument.SHARED;

  static Stream<Arguments> operationsByRight() {
    return new PlayedDesk()
        .operations().stream()
            .filter(endpoint -> endpoint.entry() instanceof Endpoint.Entry.Holding)
            .flatMap(endpoint ->
                Arrays.stream(Right.values())
                    .map(right -> Arguments.of(draft(endpoint), endpoint, right)));
  }

  static Stream<Arguments> operationsByPermission() {
    return new PlayedDesk()
        .operations().stream()
            .filter(endpoint -> endpoint.entry() instanceof Endpoint.Entry.ByKey)
            .flatMap(endpoint ->
                Arrays.stream(KeyPermission.values())
                    .map(permission -> Arguments.of(draft(endpoint), endpoint, permission)));
  }

  static Stream<Arguments> operationsByOneOfSomeRights() {
    return new PlayedDesk()
        .operations().stream()
            .filter(endpoint -> endpoint.entry() instanceof Endpoint.Entry.HoldingAny)
            .flatMap(endpoint ->
                Arrays.stream(Right.values())
                    .map(right -> Arguments.of(draft(endpoint), endpoint, right)));
  }

  static Stream<Draft> operationsWithoutARight() {
    return new PlayedDesk()
        .operations().stream()
            .filter(endpoint ->
                endpoint.entry() instanceof Endpoint.Entry.SignedIn
                    // It is there to say whether one has any right.
                    && !endpoint.path().toString().equals("/api/panel/check"))
            .map(RightsTest::draft);
  }

  private static Draft draft(Endpoint endpoint) {
    return DOCUMENT.operations().stream()
        .filter(operation ->
            operation.path().equals(endpoint.path().toString())
                && operation.method().equals(endpoint.method().name()))
        .map(operation -> Draft.of(DOCUMENT, operation))
        .findFirst()
        .orElseThrow();
  }

  private static String code(ApiResponse response) {
    return response.status() + " " + new String(response.body(), StandardCharsets.UTF_8);
  }

  @SecurityPoint(22)
  @ParameterizedTest(name = "{1} {2}")
  @MethodSource("operationsByRight")
  void aSessionNeedsTheRightAndNoOther(Draft draft, Endpoint endpoint, Right right) {
    boolean asked = endpoint.entry().equals(new Endpoint.Entry.Holding(right));
    PlayedDesk with = new PlayedDesk(Set.of(right), Set.of());
    PlayedDesk without = new PlayedDesk(EnumSet.complementOf(EnumSet.of(right)), Set.of());

    if (asked) {
      assertThat(with.answer(draft.sent()).status()).isLessThan(400);
      assertThat(code(without.answer(draft.sent())))
          .startsWith("403")
          .contains("\"code\":\"forbidden\"");
      assertThat(without.changes()).isEmpty();
    } else {
      assertThat(with.answer(draft.sent()).status()).isEqualTo(403);
      assertThat(with.changes()).isEmpty();
      assertThat(without.answer(draft.sent()).status()).isLessThan(400);
    }
  }

  @SecurityPoint(22)
  @ParameterizedTest(name = "{1} {2}")
  @MethodSource("operationsByOneOfSomeRights")
  void aSessionNeedsOneOfTheRightsAndNoOther(Draft draft, Endpoint endpoint, Right right) {
    Set<Right> asked = EnumSet.copyOf(((Endpoint.Entry.HoldingAny) endpoint.entry()).rights());
    PlayedDesk with = new PlayedDesk(Set.of(right), Set.of());
    PlayedDesk without = new PlayedDesk(EnumSet.complementOf(EnumSet.copyOf(asked)), Set.of());

    assertThat(with.answer(draft.sent()).status() / 100).isEqualTo(asked.contains(right) ? 2 : 4);
    assertThat(code(without.answer(draft.sent())))
        .startsWith("403")
        .contains("\"code\":\"forbidden\"");
  }

  @SecurityPoint(22)
  @ParameterizedTest(name = "{1} {2}")
  @MethodSource("operationsByPermission")
  void aKeyNeedsThePermissionOrOneThatIncludesIt(
      Draft draft, Endpoint endpoint, KeyPermission permission) {
    KeyPermission asked = ((Endpoint.Entry.ByKey) endpoint.entry()).permission();
    PlayedDesk with = new PlayedDesk(Set.of(), Set.of(permission));
    Set<KeyPermission> others =
        Arrays.stream(KeyPermission.values())
            .filter(other -> !other.all().contains(asked))
            .collect(Collectors.toSet());
    PlayedDesk without = new PlayedDesk(Set.of(), others);

    assertThat(with.answer(draft.sent()).status() / 100)
        .isEqualTo(permission.all().contains(asked) ? 2 : 4);
    assertThat(code(without.answer(draft.sent())))
        .startsWith("403")
        .contains("\"code\":\"forbidden\"");
  }

  @ParameterizedTest
  @MethodSource("operationsWithoutARight")
  void whoIsSignedInNeedsNoRightForWhatIsTheirs(Draft draft) {
    assertThat(new PlayedDesk(Set.of(), Set.of()).answer(draft.sent()).status()).isLessThan(400);
  }
}
