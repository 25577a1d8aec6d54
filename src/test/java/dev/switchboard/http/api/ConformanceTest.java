package dev.switchboard.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.SecurityPoint;
import dev.switchboard.access.grant.StaffUnknown;
import dev.switchboard.http.api.ApiDocument.Operation;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.ApiResponse;
import dev.switchboard.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each operation does what {@code openapi.yaml} says of it, whatever it is sent: the checks of
 * Schemathesis (http-api.md, 1.9). Each request meets a desk of its own, so that no rate is spent.
 */
class ConformanceTest {
  private static final ApiDocument DOCUMENT = ApiDocument.SHARED;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final JsonNode NOT_ALLOWED =
      DOCUMENT.root().at("/components/responses/MethodNotAllowed");

  /** Where these are in an answer, the description says so. */
  private static final Set<String> TOLD =
      Set.of(
          "RateLimit-Policy",
          "RateLimit",
          "X-RateLimit-Limit",
          "X-RateLimit-Remaining",
          "X-RateLimit-Reset",
          "Retry-After",
          "X-Request-Id",
          "Allow",
          "WWW-Authenticate",
          "Set-Cookie",
          "Location",
          "ETag");

  static Stream<Operation> operations() {
    return DOCUMENT.operations().stream();
  }

  static Stream<Operation> operationsOfCallers() {
    return operations()
        .filter(operation -> operation.needs("session") || operation.needs("apiKey"));
  }

  // ---- what is wrong with an answer

  private static List<String> faults(Operation operation, ApiResponse response) {
    // A path that is changed may be another one's.
    JsonNode told =
        response.status() == 405 ? NOT_ALLOWED : DOCUMENT.response(operation, response.status());
    if (!told.isObject()) {
      return List.of("status " + response.status() + " is not described: " + text(response));
    }
    return faults(told, response);
  }

  private static List<String> faults(JsonNode told, ApiResponse response) {
    List<String> faults = new ArrayList<>();
    body(told.path("content"), response, faults);
    headers(told.path("headers"), response, faults);
    return faults.stream().map(fault -> response.status() + ": " + fault).toList();
  }

  private static void body(JsonNode content, ApiResponse response, List<String> faults) {
    String type = response.contentType().replaceFirst(";.*", "");
    if (content.isMissingNode() || type.isEmpty()) {
      if (!content.isMissingNode() || response.body().length > 0) {
        faults.add("the type '" + type + "' is not described");
      }
      return;
    }
    if (!content.has(type)) {
      faults.add("the type '" + type + "' is not described");
      return;
    }
    JsonNode value =
        type.endsWith("json") ? json(response) : JsonNodeFactory.instance.textNode(text(response));
    faults.addAll(DOCUMENT.faults(content.path(type).path("schema"), value));
    if (value.has("status")
        && type.startsWith("application/problem")
        && value.path("status").asInt() != response.status()) {
      faults.add("the problem is of another status");
    }
  }

  private static void headers(JsonNode told, ApiResponse response, List<String> faults) {
    for (var header : told.properties()) {
      JsonNode rule = DOCUMENT.resolved(header.getValue());
      List<String> values =
          response.headers().stream()
              .filter(one -> one.name().equals(header.getKey()))
              .map(Answer.Header::value)
              .toList();
      if (values.isEmpty() && rule.path("required").asBoolean()) {
        faults.add("no header " + header.getKey());
      }
      JsonNode schema = rule.path("schema");
      values.forEach(value ->
          DOCUMENT
              .faults(schema, DOCUMENT.value(schema, value))
              .forEach(fault -> faults.add(header.getKey() + ": " + fault)));
    }
    response.headers().stream()
        .map(Answer.Header::name)
        .filter(name -> TOLD.contains(name) && !told.has(name))
        .forEach(name -> faults.add("the header " + name + " is not described"));
  }

  private static JsonNode json(ApiResponse response) {
    try {
      return MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + text(response), e);
    }
  }

  private static String text(ApiResponse response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static String header(ApiResponse response, String name) {
    return response.headers().stream()
        .filter(one -> one.name().equals(name))
        .map(Answer.Header::value)
        .findFirst()
        .orElse("");
  }

  private static ApiResponse answer(PlayedDesk desk, Draft draft) {
    return desk.answer(draft.sent());
  }

  // ---- good requests

  @ParameterizedTest
  @MethodSource("operations")
  void whatTheExamplesAskForIsDone(Operation operation) {
    for (Draft draft : List.of(Draft.of(DOCUMENT, operation), Draft.bare(DOCUMENT, operation))) {
      ApiResponse response = answer(new PlayedDesk(), draft);
      assertThat(response.status()).as(text(response)).isLessThan(400);
      assertThat(faults(operation, response)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void headIsAnsweredAsGetAndOptionsNamesTheMethods(Operation operation) {
    Draft draft = Draft.bare(DOCUMENT, operation);
    if (operation.changesNothing()) {
      assertThat(answer(new PlayedDesk(), draft.method("HEAD")).status())
          .isEqualTo(answer(new PlayedDesk(), draft).status());
    }
    ApiResponse options = answer(new PlayedDesk(), draft.method("OPTIONS"));
    assertThat(options.status()).isEqualTo(204);
    assertThat(allowed(options)).isEqualTo(methods(operation.path()));
  }

  // ---- broken requests

  @ParameterizedTest
  @MethodSource("operations")
  void aBrokenRequestIsRefusedAsDescribedAndChangesNothing(Operation operation) {
    List<String> faults = new ArrayList<>();
    for (BrokenRequests.Broken broken : BrokenRequests.of(DOCUMENT, operation)) {
      PlayedDesk desk = new PlayedDesk();
      // A broken path may be that of no operation, which then has not described the answer.
      Optional<ApiResponse> response =
          Optional.of(desk.answer(broken.draft().sent())).filter(there -> there.status() != 404);
      int status = response.map(ApiResponse::status).orElse(404);
      response.ifPresent(
          there -> faults(operation, there).forEach(fault -> faults.add(broken + ": " + fault)));
      if (status >= 500) {
        faults.add(broken + ": answered with " + status);
      }
      if (broken.refused() && !refused(response)) {
        faults.add(broken + ": not refused, but answered with " + status);
      }
      if ((status >= 400 || broken.refused()) && !desk.changes().isEmpty()) {
        faults.add(broken + ": " + desk.changes());
      }
    }
    assertThat(faults).isEmpty();
  }

  /** On the way back from Discord, it is refused by a redirect without a session. */
  private static boolean refused(Optional<ApiResponse> response) {
    return response
        .map(there -> there.status() / 100 == 4 || header(there, "Location").startsWith("/?login="))
        .orElse(true);
  }

  @SecurityPoint(21)
  @ParameterizedTest
  @MethodSource("operations")
  void aMethodThatIsNotDescribedIsNotAllowed(Operation operation) {
    Set<String> known = methods(operation.path());
    for (String method :
        List.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW", "get", "")) {
      if (!known.contains(method)) {
        PlayedDesk desk = new PlayedDesk();
        ApiResponse response = answer(desk, Draft.of(DOCUMENT, operation).method(method));
        assertThat(response.status()).as(method).isEqualTo(405);
        assertThat(faults(NOT_ALLOWED, response)).as(method).isEmpty();
        assertThat(allowed(response)).isEqualTo(known);
        assertThat(desk.changes()).isEmpty();
      }
    }
  }

  private static Set<String> allowed(ApiResponse response) {
    return new TreeSet<>(List.of(header(response, "Allow").split(", ")));
  }

  private static Set<String> methods(String path) {
    Set<String> methods =
        operations()
            .filter(operation -> operation.path().equals(path))
            .map(Operation::method)
            .collect(Collectors.toCollection(TreeSet::new));
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    methods.add("OPTIONS");
    return methods;
  }

  // ---- callers

  @SecurityPoint({22, 25})
  @ParameterizedTest
  @MethodSource("operationsOfCallers")
  void withoutTheRightCredentialNothingIsDone(Operation operation) {
    Draft bare =
        Draft.of(DOCUMENT, operation)
            .without("Cookie", "X-API-Key")
            .header("Sec-Fetch-Site", "same-origin");
    boolean session = operation.needs("session");
    for (Draft draft :
        List.of(
            bare,
            bare.session("x".repeat(43)),
            bare.session(""),
            bare.session(PlayedDesk.KEY),
            bare.header("Cookie", "session_id=" + PlayedDesk.SESSION),
            bare.header("X-API-Key", "rustmail_" + "1".repeat(64)),
            bare.header("X-API-Key", PlayedDesk.SESSION),
            bare.header("X-API-Key", ""),
            bare.header("Authorization", "Bearer x"),
            bare.header("Authorization", "Bearer"),
            bare.header("Authorization", PlayedDesk.KEY),
            session ? bare.header("X-API-Key", PlayedDesk.KEY) : bare.session(PlayedDesk.SESSION),
            session
                ? bare.header("Authorization", "Bearer " + PlayedDesk.KEY)
                : bare.header("Cookie", "X-API-Key=" + PlayedDesk.KEY))) {
      PlayedDesk desk = new PlayedDesk();
      ApiResponse response = answer(desk, draft);
      assertThat(response.status()).as(draft.headers().toString()).isEqualTo(401);
      assertThat(faults(operation, response)).isEmpty();
      assertThat(desk.changes()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("operationsOfCallers")
  void whoAsksTooOftenIsToldToWait(Operation operation) {
    PlayedDesk desk = new PlayedDesk();
    // A session that logs out is asked for nothing more.
    Draft waste = example(operation.needs("session") ? "listTickets" : "listTicketsByKey");
    for (int more = operation.needs("session") ? 600 : 100; more > 0; more--) {
      answer(desk, waste);
    }

    ApiResponse refused = answer(desk, Draft.of(DOCUMENT, operation));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(faults(operation, refused)).isEmpty();
    assertThat(desk.changes()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("operationsOfCallers")
  void everyAnswerToAKnownCallerSaysWhatIsLeft(Operation operation) {
    Draft draft = Draft.of(DOCUMENT, operation);
    for (PlayedDesk desk : List.of(new PlayedDesk(), new PlayedDesk(Set.of(), Set.of()))) {
      assertThat(header(answer(desk, draft), "X-RateLimit-Remaining"))
          .isEqualTo(operation.needs("session") ? "599" : "99");
    }
  }

  // ---- what is gone

  /**
   * A reply that is deleted or taken back stays known, so a second deletion is a conflict; a draft
   * and a read mark are there for each ticket, and only empty; whoever has left a ticket may leave
   * it again. A bulk job that is cancelled stays to be read.
   */
  static Stream<Operation> deletions() {
    return operations()
        .filter(operation -> operation.method().equals("DELETE") && operation.path().contains("{"))
        .filter(operation ->
            !operation
                .path()
                .matches("/api/(bulk/|tickets/\\{id}/(replies|held|drafts|read|presence)\\b).*"));
  }

  @ParameterizedTest
  @MethodSource("deletions")
  void whatIsDeletedIsNotThereAnyMore(Operation operation) {
    PlayedDesk desk = new PlayedDesk();
    Draft draft = Draft.of(DOCUMENT, operation);
    assertThat(answer(desk, draft).status()).isEqualTo(200);
    List<String> changed = List.copyOf(desk.changes());
    operations()
        .filter(other -> other.path().startsWith(operation.path()) && !other.equals(operation))
        .forEach(
            other -> assertThat(answer(desk, Draft.of(DOCUMENT, other)).status()).isEqualTo(404));

    ApiResponse again = answer(desk, draft);

    assertThat(again.status()).isEqualTo(404);
    assertThat(faults(operation, again)).isEmpty();
    assertThat(desk.changes()).isEqualTo(changed);
  }

  private static Draft example(String id) {
    return operations()
        .filter(operation -> operation.node().path("operationId").asText().equals(id))
        .map(operation -> Draft.of(DOCUMENT, operation))
        .findFirst()
        .orElseThrow();
  }

  @SecurityPoint(25)
  @Test
  void aKeyThatIsRevokedOrDeletedOpensNothing() {
    for (String end : List.of("revokeKey", "deleteKey")) {
      PlayedDesk desk = new PlayedDesk();
      Draft use = example("getTicketByKey");
      assertThat(answer(desk, use).status()).isEqualTo(200);
      answer(desk, example(end));
      assertThat(answer(desk, use).status()).isEqualTo(401);
    }
  }

  @Test
  void whatIsMadeIsListed() {
    PlayedDesk desk = new PlayedDesk();
    JsonNode grant = json(answer(desk, example("grant")));
    JsonNode key = json(answer(desk, example("createKey")));
    JsonNode webhook = json(answer(desk, example("createWebhook")));
    assertThat(json(answer(desk, example("listGrants"))).path("permissions"))
        .anySatisfy(one -> assertThat(one.path("id")).isEqualTo(grant.path("id")));
    assertThat(json(answer(desk, example("listKeys"))).path("keys"))
        .anySatisfy(one -> assertThat(one.path("id")).isEqualTo(key.path("id")));
    assertThat(json(answer(desk, example("listWebhooks"))).path("webhooks"))
        .anySatisfy(one -> assertThat(one).isEqualTo(webhook.path("webhook")));
  }

  @Test
  void aSessionThatLoggedOutOpensNothing() {
    for (String end : List.of("logOut", "followLogoutLink")) {
      PlayedDesk desk = new PlayedDesk();
      assertThat(answer(desk, example(end).session(PlayedDesk.SESSION)).status()).isLessThan(400);
      assertThat(answer(desk, example("checkPanel")).status()).isEqualTo(401);
    }
  }

  // ---- what fails behind an operation

  @ParameterizedTest
  @MethodSource("operationsOfCallers")
  void aPortThatFailsIsToldAsDescribed(Operation operation) {
    Draft draft = Draft.of(DOCUMENT, operation);
    ApiResponse storage =
        answer(
            new PlayedDesk().failing(new StorageUnavailable("secret", new IOException("secret"))),
            draft);
    assertThat(storage.status()).isEqualTo(503);
    assertThat(faults(operation, storage)).isEmpty();
    ApiResponse discord = answer(new PlayedDesk().failing(new StaffUnknown("secret")), draft);
    assertThat(discord.status()).isEqualTo(503);
    assertThat(faults(operation, discord)).isEmpty();
    ApiResponse defect =
        answer(new PlayedDesk().failing(new IllegalStateException("secret")), draft);
    assertThat(defect.status()).isEqualTo(500);
    assertThat(faults(operation, defect)).isEmpty();
    assertThat(text(storage) + text(discord) + text(defect)).doesNotContain("secret");
  }
}
