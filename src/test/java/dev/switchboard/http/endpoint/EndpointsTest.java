package dev.switchboard.http.endpoint;

import static dev.switchboard.http.endpoint.PlayedApi.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.switchboard.SecurityPoint;
import dev.switchboard.access.Right;
import dev.switchboard.access.key.KeyPermission;
import dev.switchboard.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The layers that each operation of the API has, whatever it does. */
class EndpointsTest {
  private static final String SESSION = "s".repeat(43);
  private static final String KEY = "rustmail_" + "0".repeat(64);

  private record Thing(String name, OptionalLong size) {
    static Thing of(Fields fields) {
      return new Thing(fields.text("name", 1, 10), fields.optionalNumber("size", 1, 9));
    }
  }

  private final AtomicInteger changes = new AtomicInteger();

  private final PlayedApi api =
      new PlayedApi(
              List.of(
                  Endpoint.get("/api/things")
                      .forAnybody()
                      .does(call -> done(Answer.ok(Map.of("things", List.of())))),
                  Endpoint.post("/api/things")
                      .holding(Right.ANSWER_MEMBERS)
                      .does(call -> {
                        Thing thing = call.body(Thing::of);
                        changes.incrementAndGet();
                        return done(Answer.created(thing));
                      }),
                  Endpoint.get("/api/things/{name}")
                      .signedIn()
                      .does(call -> done(Answer.ok(Map.of("name", call.path("name"))))),
                  Endpoint.delete("/api/things/{name}")
                      .holding(Right.MANAGE_SHARES)
                      .does(call -> done(Answer.none())),
                  Endpoint.get("/api/externals/things")
                      .byKey(KeyPermission.READ_TICKETS)
                      .does(call -> done(Answer.ok(Map.of("by", call.by().name())))),
                  Endpoint.get("/api/broken/{how}")
                      .forAnybody()
                      .does(call ->
                          switch (call.path("how")) {
                            case "late" ->
                                CompletableFuture.failedStage(new IllegalStateException("secret"));
                            case "storage" ->
                                CompletableFuture.failedStage(
                                    new StorageUnavailable("secret", new IOException("secret")));
                            default -> throw new IllegalStateException("secret");
                          })))
          .session(SESSION, Right.ANSWER_MEMBERS)
          .key(KEY, KeyPermission.READ_TICKETS);

  private static CompletableFuture<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static JsonNode json(ApiResponse response) {
    try {
      return JsonMapper.builder().build().readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError("not JSON", e);
    }
  }

  private static Map<String, String> headers(ApiResponse response) {
    Map<String, String> headers = new HashMap<>();
    response.headers().forEach(header -> headers.put(header.name(), header.value()));
    return headers;
  }

  // ---- paths and methods

  @Test
  void aPathThatNoOperationHasIsAProblem() {
    for (String path :
        List.of("/api/nothing", "/api/things/", "/api/things/a/b", "/api/things/%ZZ")) {
      ApiResponse response = api.answer(request("GET", path).session(SESSION).sent());
      assertThat(response.status()).as(path).isEqualTo(404);
      assertThat(json(response).path("code").asText()).isEqualTo("not_found");
    }
  }

  @SecurityPoint(21)
  @Test
  void aMethodThatNoOperationHasIsToldWithThoseThatThereAre() {
    ApiResponse response = api.answer(request("PUT", "/api/things").sent());

    assertThat(response.status()).isEqualTo(405);
    assertThat(headers(response)).containsEntry("Allow", "GET, HEAD, POST, OPTIONS");
    assertThat(json(response).path("code").asText()).isEqualTo("method_not_allowed");
    assertThat(api.answer(request("TRACE", "/api/things").sent()).status()).isEqualTo(405);
  }

  @Test
  void headAndOptionsAreAnsweredWhereGetIs() {
    assertThat(api.answer(request("HEAD", "/api/things").sent()).status()).isEqualTo(200);
    ApiResponse options = api.answer(request("OPTIONS", "/api/things/a").sent());
    assertThat(options.status()).isEqualTo(204);
    assertThat(headers(options)).containsEntry("Allow", "GET, HEAD, DELETE, OPTIONS");
  }

  @ParameterizedTest
  @CsvSource({"a%20b, a b", "a+b, a+b", "%C3%A9, é", "a%2Fb, a/b"})
  void aSegmentOfThePathIsDecodedByItself(String sent, String meant) {
    ApiResponse response =
        api.answer(request("GET", "/api/things/" + sent).session(SESSION).sent());
    assertThat(json(response).path("name").asText()).isEqualTo(meant);
  }

  // ---- credentials

  @Test
  void withoutASessionNothingIsLookedUpAndNothingDone() {
    ApiResponse response =
        api.answer(
            request("POST", "/api/things")
                .header("Sec-Fetch-Site", "same-origin")
                .json("{\"name\":\"a\"}")
                .sent());

    assertThat(response.status()).isEqualTo(401);
    assertThat(headers(response)).containsEntry("WWW-Authenticate", "Bearer realm=\"switchboard\"");
    assertThat(api.lookUps()).isZero();
    assertThat(changes).hasValue(0);
    assertThat(api.audited()).isEmpty();
  }

  @Test
  void aRightThatTheHolderLacksIsRefused() {
    ApiResponse response = api.answer(request("DELETE", "/api/things/a").session(SESSION).sent());
    assertThat(response.status()).isEqualTo(403);
    assertThat(json(response).path("code").asText()).isEqualTo("forbidden");
  }

  @SecurityPoint(25)
  @Test
  void keysOpenNoPathOfThePanelAndSessionsNoneOfKeys() {
    assertThat(api.answer(request("GET", "/api/things/a").key(KEY).sent()).status()).isEqualTo(401);
    assertThat(api.answer(request("GET", "/api/externals/things").session(SESSION).sent()).status())
        .isEqualTo(401);
    assertThat(
            api.answer(
                    request("GET", "/api/things/a")
                        .header("Cookie", "__Host-session_id=" + KEY)
                        .key(KEY)
                        .sent())
                .status())
        .isEqualTo(401);
  }

  @Test
  void aKeyComesInEitherHeaderButNotTwoOfThem() {
    assertThat(
            api.answer(
                    request("GET", "/api/externals/things")
                        .header("Authorization", "bearer " + KEY)
                        .sent())
                .status())
        .isEqualTo(200);
    ApiResponse both =
        api.answer(
            request("GET", "/api/externals/things")
                .key(KEY)
                .header("Authorization", "Bearer other")
                .sent());
    assertThat(both.status()).isEqualTo(400);
    assertThat(json(both).path("code").asText()).isEqualTo("conflicting_credentials");
  }

  @SecurityPoint(1)
  @Test
  void theCookieWithoutThePrefixCountsForNothingBehindHttps() {
    assertThat(
            api.answer(
                    request("GET", "/api/things/a")
                        .header("Cookie", "session_id=" + SESSION)
                        .sent())
                .status())
        .isEqualTo(401);
  }

  /** Refused, not redirected: a redirect would hide that the key could be read on its way. */
  @SecurityPoint(17)
  @Test
  void whatCameOverPlainHttpIsRefusedWhereTheServerIsReachedByHttps() {
    ApiResponse plain =
        api.answer(
            request("GET", "/api/externals/things")
                .key(KEY)
                .header("X-Forwarded-Proto", "http")
                .sent());
    assertThat(plain.status()).isEqualTo(403);
    assertThat(json(plain).path("code").asText()).isEqualTo("https_required");
    assertThat(api.lookUps()).isZero();
    assertThat(
            api.answer(
                    request("GET", "/api/externals/things")
                        .key(KEY)
                        .header("X-Forwarded-Proto", "https")
                        .sent())
                .status())
        .isEqualTo(200);
  }

  /** Answers name no other site that may read them. */
  @SecurityPoint(14)
  @ParameterizedTest
  @ValueSource(strings = {"GET", "OPTIONS", "POST"})
  void pagesOfOtherSitesMayReadNoAnswer(String method) {
    ApiResponse response =
        api.answer(
            request(method, "/api/things")
                .session(SESSION)
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "DELETE")
                .sent());
    assertThat(headers(response).keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
  }

  @SecurityPoint(27)
  @Test
  void afterFiveWrongKeysAnAddressIsNotListenedToForAMinute() {
    for (int attempt = 0; attempt < 5; attempt++) {
      assertThat(
              api.answer(request("GET", "/api/externals/things").key("wrong" + attempt).sent())
                  .status())
          .isEqualTo(401);
    }
    int before = api.lookUps();

    ApiResponse sixth = api.answer(request("GET", "/api/externals/things").key("wrong5").sent());

    assertThat(sixth.status()).isEqualTo(429);
    assertThat(headers(sixth)).containsEntry("Retry-After", "60");
    assertThat(api.lookUps()).isEqualTo(before);
    assertThat(
            api.answer(request("GET", "/api/externals/things").key(KEY).from("192.0.2.2").sent())
                .status())
        .isEqualTo(200);
  }

  // ---- other sites

  @SecurityPoint(13)
  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "none"})
  void aChangeThatAPageOfAnotherSiteAsksForIsRefused(String site) {
    ApiResponse response =
        api.answer(
            request("POST", "/api/things")
                .header("Cookie", "__Host-session_id=" + SESSION)
                .header("Sec-Fetch-Site", site)
                .header("Origin", PlayedApi.ORIGIN)
                .json("{\"name\":\"a\"}")
                .sent());
    assertThat(response.status()).isEqualTo(403);
    assertThat(json(response).path("code").asText()).isEqualTo("cross_site");
    assertThat(api.lookUps()).isZero();
    assertThat(changes).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({
    "https://desk.example, 201",
    "HTTPS://DESK.EXAMPLE, 201",
    "http://desk.example, 403",
    "https://desk.example.evil, 403",
    "null, 403"
  })
  void withoutFetchMetadataTheOriginHasToBeOurs(String origin, int status) {
    assertThat(
            api.answer(
                    request("POST", "/api/things")
                        .header("Cookie", "__Host-session_id=" + SESSION)
                        .header("Origin", origin)
                        .json("{\"name\":\"a\"}")
                        .sent())
                .status())
        .isEqualTo(status);
  }

  @SecurityPoint(13)
  @Test
  void aChangeByACookieWithoutBothHeadersIsRefused() {
    assertThat(
            api.answer(
                    request("POST", "/api/things")
                        .header("Cookie", "__Host-session_id=" + SESSION)
                        .json("{\"name\":\"a\"}")
                        .sent())
                .status())
        .isEqualTo(403);
  }

  // ---- bodies

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                | /name required",
        "{\"name\":null}                   | /name required",
        "{\"name\":7}                      | /name type",
        "{\"name\":[\"a\"]}                | /name type",
        "{\"name\":\"\"}                   | /name length",
        "{\"name\":\"   \"}                | /name length",
        "{\"name\":\"12345678901\"}        | /name length",
        "{\"name\":\"a\\u0000\"}           | /name characters",
        "{\"name\":\"\\ud800\"}            | /name characters",
        "{\"name\":\"a\",\"size\":0}       | /size range",
        "{\"name\":\"a\",\"size\":10}      | /size range",
        "{\"name\":\"a\",\"size\":-0.5}    | /size type",
        "{\"name\":\"a\",\"size\":1e400}   | /size type",
        "{\"name\":\"a\",\"size\":\"1\"}   | /size type",
        "{\"name\":\"a\",\"other\":1}      | /other unknown"
      })
  void aWrongFieldIsNamed(String body, String pointerAndCode) {
    ApiResponse response =
        api.answer(request("POST", "/api/things").session(SESSION).json(body).sent());

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.contentType()).isEqualTo("application/problem+json");
    JsonNode problem = json(response);
    assertThat(problem.path("code").asText()).isEqualTo("invalid_field");
    assertThat(problem.path("error").asText()).isNotEmpty();
    JsonNode error = problem.path("errors").path(0);
    assertThat(error.path("pointer").asText() + " " + error.path("code").asText())
        .isEqualTo(pointerAndCode);
    assertThat(changes).hasValue(0);
  }

  /** As JSON Schema counts them: an emoji is one. */
  @Test
  void charactersAreCountedAsCodePoints() {
    assertThat(
            api.answer(
                    request("POST", "/api/things")
                        .session(SESSION)
                        .json("{\"name\":\"" + "😀".repeat(10) + "\"}")
                        .sent())
                .status())
        .isEqualTo(201);
  }

  @Test
  void allWrongFieldsAreNamedAtOnce() {
    ApiResponse response =
        api.answer(
            request("POST", "/api/things")
                .session(SESSION)
                .json("{\"size\":0,\"other\":1,\"more\":2}")
                .sent());
    assertThat(json(response).path("errors")).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "\"a\"",
        "null",
        "7",
        "{\"name\":\"a\"} {}",
        "{\"name\":\"a\",\"name\":\"b\"}",
        "{\"name\":NaN}",
        "{'name':'a'}",
        "\u0000"
      })
  void whatIsNoObjectInJsonIsRefused(String body) {
    ApiResponse response =
        api.answer(request("POST", "/api/things").session(SESSION).json(body).sent());
    assertThat(response.status()).isEqualTo(400);
    assertThat(json(response).path("code").asText()).isEqualTo("invalid_json");
    assertThat(changes).hasValue(0);
  }

  @Test
  void twoHundredLevelsAndBytesThatAreNoUtf8AreRefused() {
    String deep = "{\"name\":" + "[".repeat(200) + "]".repeat(200) + "}";
    assertThat(
            api.answer(request("POST", "/api/things").session(SESSION).json(deep).sent()).status())
        .isEqualTo(400);
    byte[] noText = {'{', '"', 'n', '"', ':', '"', (byte) 0xC3, '"', '}'};
    assertThat(
            api.answer(
                    request("POST", "/api/things")
                        .session(SESSION)
                        .body("application/json", noText)
                        .sent())
                .status())
        .isEqualTo(400);
  }

  @SecurityPoint(13)
  @ParameterizedTest
  @ValueSource(strings = {"", "text/plain", "application/x-www-form-urlencoded"})
  void aBodyOfAnotherTypeIsRefused(String type) {
    ApiResponse response =
        api.answer(
            request("POST", "/api/things")
                .session(SESSION)
                .body(type, "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8))
                .sent());
    assertThat(response.status()).isEqualTo(415);
    assertThat(changes).hasValue(0);
  }

  // ---- answers

  @Test
  void whatWasDoneIsAnsweredAndOnTheTrail() {
    ApiResponse response =
        api.answer(
            request("POST", "/api/things")
                .session(SESSION)
                .header("X-Request-Id", "mine-1")
                .json("{\"name\":\"a\"}")
                .sent());

    assertThat(response.status()).isEqualTo(201);
    assertThat(json(response).toString()).isEqualTo("{\"name\":\"a\",\"size\":null}");
    assertThat(headers(response))
        .containsEntry("X-Request-Id", "mine-1")
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsEntry("X-RateLimit-Limit", "600")
        .containsEntry("X-RateLimit-Remaining", "599")
        .containsEntry("RateLimit-Policy", "\"session\";q=600;w=60");
    assertThat(api.audited())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.caller()).isEqualTo("7 (Anna)");
          assertThat(entry.address()).isEqualTo("192.0.2.1");
          assertThat(entry.surface()).isEqualTo("panel");
          assertThat(entry.method()).isEqualTo("POST");
          assertThat(entry.resource()).isEqualTo("/api/things");
          assertThat(entry.status()).isEqualTo(201);
          assertThat(entry.detail()).contains("mine-1").doesNotContain("\"a\"");
        });
  }

  @SecurityPoint({27, 29})
  @Test
  void anAttemptThatIsRefusedIsOnTheTrailWithoutItsCredential() {
    api.answer(request("GET", "/api/externals/things").key("rustmail_wrong").sent());
    api.answer(request("DELETE", "/api/things/a").session(SESSION).sent());
    api.answer(request("GET", "/api/externals/things").sent());
    api.answer(request("GET", "/api/things/a").session("unknown").sent());

    assertThat(api.audited())
        .extracting(entry -> entry.method() + " " + entry.resource() + " " + entry.status())
        .containsExactly("GET /api/externals/things 401", "DELETE /api/things/a 403");
    assertThat(api.audited()).noneMatch(entry -> entry.toString().contains("rustmail_wrong"));
  }

  @SecurityPoint(13)
  @Test
  void readingLeavesNoTrace() {
    api.answer(request("GET", "/api/things/a").session(SESSION).sent());
    assertThat(api.audited()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with space", "\u00e9", "line\nline"})
  void anIdOfTheRequestThatIsNotVisibleAsciiIsReplaced(String id) {
    ApiResponse response =
        api.answer(request("GET", "/api/things").header("X-Request-Id", id).sent());
    assertThat(headers(response).get("X-Request-Id")).matches("req_[0-9a-f]{16}");
  }

  @ParameterizedTest
  @CsvSource({"now, 500, internal_error", "late, 500, internal_error", "storage, 503, unavailable"})
  void whatWentWrongInsideIsNotTold(String how, int status, String code) {
    ApiResponse response = api.answer(request("GET", "/api/broken/" + how).sent());
    assertThat(response.status()).isEqualTo(status);
    assertThat(json(response).path("code").asText()).isEqualTo(code);
    assertThat(json(response).toString()).doesNotContain("secret");
  }
}
