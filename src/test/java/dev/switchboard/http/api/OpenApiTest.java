package dev.switchboard.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.ApiResponse;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The description is that of the operations that there are, and its examples are right. */
class OpenApiTest {
  private static final ApiDocument DOCUMENT = ApiDocument.SHARED;

  @Test
  void eachOperationIsDescribedWithWhatItAsksForAndNoOther() {
    assertThat(DOCUMENT.operations().stream().map(OpenApiTest::described))
        .containsExactlyInAnyOrderElementsOf(
            new PlayedDesk().operations().stream().map(OpenApiTest::served).toList());
  }

  private static String described(ApiDocument.Operation operation) {
    JsonNode node = operation.node();
    String entry =
        operation.needs("apiKey")
            ? "by a key with " + node.path("x-key-permission").asText()
            : operation.needs("session")
                ? "by a session" + node.path("x-right").asText("").replaceFirst("^(?=.)", " with ")
                : "by anybody";
    return operation + " " + entry;
  }

  private static String served(Endpoint endpoint) {
    String entry =
        switch (endpoint.entry()) {
          case Endpoint.Entry.Anybody _ -> "by anybody";
          case Endpoint.Entry.SignedIn _ -> "by a session";
          case Endpoint.Entry.Holding(var right) ->
              "by a session with " + right.name().toLowerCase(Locale.ROOT);
          case Endpoint.Entry.HoldingAny(var rights) ->
              rights.stream()
                  .map(right -> right.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(" or ", "by a session with ", ""));
          case Endpoint.Entry.ByKey(var permission) -> "by a key with " + permission.word();
        };
    return "%s %s %s".formatted(endpoint.method(), endpoint.path(), entry);
  }

  @Test
  void eachOperationHasANameOfItsOwn() {
    assertThat(DOCUMENT.operations())
        .extracting(operation -> operation.node().path("operationId").asText())
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][A-Za-z]+"));
  }

  @Test
  void eachNameInAPathIsAParameter() {
    assertThat(DOCUMENT.operations())
        .allSatisfy(operation ->
            assertThat(DOCUMENT.parameters(operation, "path"))
                .extracting(parameter -> "{" + parameter.path("name").asText() + "}")
                .containsExactlyElementsOf(
                    Stream.of(operation.path().split("/"))
                        .filter(segment -> segment.startsWith("{"))
                        .toList()));
  }

  @Test
  void theCodesOfProblemsAreThoseThatThereAre() {
    assertThat(
            ApiDocument.stream(
                    DOCUMENT.root().at("/components/schemas/Problem/properties/code/enum"))
                .map(JsonNode::asText))
        .containsExactlyElementsOf(
            Arrays.stream(ProblemCode.values()).map(ProblemCode::word).toList());
  }

  @Test
  void eachReferenceLeadsSomewhere() {
    assertThat(DOCUMENT.root().findValues("$ref"))
        .isNotEmpty()
        .allSatisfy(reference ->
            assertThat(DOCUMENT.root().at(reference.asText().substring(1)).isObject())
                .as(reference.asText())
                .isTrue());
  }

  @TestFactory
  Stream<DynamicTest> eachExampleIsRight() {
    List<DynamicTest> tests = new ArrayList<>();
    collect("", DOCUMENT.root(), tests);
    assertThat(tests).hasSizeGreaterThan(40);
    return tests.stream();
  }

  private static void collect(String place, JsonNode node, List<DynamicTest> tests) {
    if (node.has("example")) {
      tests.add(
          DynamicTest.dynamicTest(
              place,
              () -> {
                assertThat(node.path("schema").isObject()).as("a schema").isTrue();
                assertThat(DOCUMENT.faults(node.path("schema"), node.path("example"))).isEmpty();
              }));
    }
    node.properties()
        .forEach(one -> {
          if (!one.getKey().equals("example")) {
            collect(place + "/" + one.getKey(), one.getValue(), tests);
          }
        });
    for (int at = 0; node.isArray() && at < node.size(); at++) {
      collect(place + "/" + at, node.path(at), tests);
    }
  }

  @Test
  void requestsMayHaveNoFieldThatIsNotDescribed() {
    assertThat(DOCUMENT.operations().stream().flatMap(one -> DOCUMENT.body(one).stream()))
        .isNotEmpty()
        .allSatisfy(body ->
            assertThat(
                    DOCUMENT
                        .resolved(body.path("schema"))
                        .path("additionalProperties")
                        .asBoolean(true))
                .isFalse());
  }

  // ---- as it is served

  private static ApiResponse served(String tag) {
    ApiDocument.Operation operation =
        DOCUMENT.operations().stream()
            .filter(one -> one.path().equals("/api/openapi.yaml"))
            .findFirst()
            .orElseThrow();
    return new PlayedDesk()
        .answer(Draft.bare(DOCUMENT, operation).header("If-None-Match", tag).sent());
  }

  private static String header(ApiResponse response, String name) {
    return response.headers().stream()
        .filter(one -> one.name().equals(name))
        .map(Answer.Header::value)
        .reduce((one, other) -> one + " | " + other)
        .orElse("");
  }

  @Test
  void theFileIsServedAsItIs() throws IOException {
    ApiResponse response = served("");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.contentType()).isEqualTo("application/yaml");
    assertThat(header(response, "Cache-Control")).isEqualTo("no-cache");
    try (InputStream file = OpenApiTest.class.getResourceAsStream("/api/openapi.yaml")) {
      assertThat(response.body()).isEqualTo(file.readAllBytes());
    }
  }

  @Test
  void whoHasTheFileIsNotSentItAgain() {
    String tag = header(served(""), "ETag");
    for (String sent : List.of(tag, "W/" + tag, "\"a\", " + tag, "*")) {
      ApiResponse response = served(sent);
      assertThat(response.status()).as(sent).isEqualTo(304);
      assertThat(response.body()).isEmpty();
      assertThat(header(response, "ETag")).isEqualTo(tag);
    }
    assertThat(served("\"a\"").status()).isEqualTo(200);
  }
}
