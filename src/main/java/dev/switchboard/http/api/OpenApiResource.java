package dev.switchboard.http.api;

import dev.switchboard.access.Secret;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.ApiRequest;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The description of this API for programs: {@code /api/openapi.yaml}, for anybody. */
final class OpenApiResource {
  private static final String FILE = "/api/openapi.yaml";

  /** As RFC 9512 registers it. */
  private static final String MEDIA_TYPE = "application/yaml";

  private final String text;
  private final String tag;

  OpenApiResource() {
    this.text = text();
    this.tag = "\"%s\"".formatted(Secret.hash(text).substring(0, 32));
  }

  private static String text() {
    try (InputStream file = OpenApiResource.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks its file " + FILE);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.get("/api/openapi.yaml").forAnybody().does(this::describe));
  }

  private CompletionStage<Answer> describe(Call call) {
    Answer answer =
        isKnownTo(call.request()) ? Answer.notModified() : Answer.text(MEDIA_TYPE, text);
    return CompletableFuture.completedStage(
        answer.with("ETag", tag).with("Cache-Control", "no-cache"));
  }

  /** By the weak comparison of RFC 9110, section 13.1.2. */
  private boolean isKnownTo(ApiRequest request) {
    return request.headers().getOrDefault("if-none-match", List.of()).stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(one -> one.strip().replaceFirst("^W/", ""))
        .anyMatch(one -> one.equals("*") || one.equals(tag));
  }
}
