package dev.switchboard.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.RootToken;
import dev.switchboard.config.AdminPlace;
import dev.switchboard.config.SettingsReader;
import dev.switchboard.http.admin.AdminRoute;
import dev.switchboard.node.CommandFailed;
import dev.switchboard.text.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard admin GET /admin/status}: a call of the admin RPC. */
@Command(
    name = "admin",
    description = {
      "Calls the admin RPC of a running Switchboard and prints the answer's body.",
      "Examples:",
      "  switchboard admin GET /admin/status",
      "  switchboard admin POST /admin/tokens '{\"name\": \"watch\", \"scopes\": [\"read\"]}'"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:refused, or nobody answers; the last line says why"})
final class AdminCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern PROOF = Pattern.compile("[A-Za-z0-9_-]{20,200}");

  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where it runs, as https://tickets.example.org. Without it: on this machine.")
  private @Nullable URI url;

  @Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST, PUT or DELETE.")
  private String method;

  @Parameters(index = "1", paramLabel = "RESOURCE", description = "As /admin/status.")
  private String resource;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "BODY",
      description =
          "A JSON object. With - it is read from standard input, so that no list of processes shows"
              + " it.")
  private @Nullable String body;

  @Spec private CommandSpec spec;

  // Picocli sets the fields before it calls anything.
  @SuppressWarnings("NullAway.Init")
  AdminCommand() {}

  @Override
  public Integer call() throws Exception {
    AdminPlace place = SettingsReader.readAdmin(configuration.load(Map.of()));
    JsonNode answer = send(request(place));
    PrintWriter out = spec.commandLine().getOut();
    if (answer.path("error").isTextual()) {
      throw new CommandFailed(
          "%d %s"
              .formatted(answer.path("status").asInt(), OneLine.of(answer.path("error").asText())));
    }
    out.println(
        OneLine.json(
            MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer.path("body"))));
    return answer.path("status").asInt() < 400 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private HttpRequest request(AdminPlace place) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint(place))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(envelope(token(place)).toString()));
    if (url == null) {
      localProof(place.localProof())
          .ifPresent(proof -> request.header(AdminRoute.LOCAL_PROOF, proof));
    }
    return request.build();
  }

  /** The proof of this installation. Without it, the call is counted by its address. */
  private static Optional<String> localProof(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip())
          .filter(proof -> PROOF.matcher(proof).matches());
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private URI endpoint(AdminPlace place) {
    String root =
        Optional.ofNullable(url)
            .map(given -> given.toString().replaceFirst("/+$", ""))
            .orElseGet(() -> place.http().reachedByOperators().toString());
    return URI.create(root + place.path());
  }

  private static String token(AdminPlace place) {
    String configured = place.admin().token();
    if (configured.equals(RootToken.DISABLED)) {
      throw new CommandFailed(
          "The admin RPC is switched off: switchboard.admin.root-token is \"disabled\".");
    }
    if (!configured.isEmpty()) {
      return configured;
    }
    Path file = place.admin().tokenFile();
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException unreadable) {
      throw new CommandFailed(
          "The admin token cannot be read from %s (%s); give it in SWITCHBOARD_ADMIN_ROOT_TOKEN."
              .formatted(file, unreadable.getClass().getSimpleName()));
    }
  }

  private ObjectNode envelope(String token) throws IOException {
    ObjectNode envelope =
        MAPPER
            .createObjectNode()
            .put("method", method.toUpperCase(Locale.ROOT))
            .put("resource", resource);
    envelope.putObject("headers").put("Authorization", "Bearer " + token);
    if (body != null) {
      String given =
          body.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : body;
      try {
        envelope.set("body", MAPPER.readTree(given));
      } catch (JsonProcessingException notJson) {
        throw new CommandFailed("The body is no JSON: " + notJson.getOriginalMessage());
      }
    }
    return envelope;
  }

  private static JsonNode send(HttpRequest request) throws InterruptedException {
    URI endpoint = request.uri();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode answer = MAPPER.readTree(response.body());
      if (response.statusCode() != 200 || !answer.path("status").isInt()) {
        throw new CommandFailed(
            "At %s there is no admin RPC: HTTP %d.".formatted(endpoint, response.statusCode()));
      }
      return answer;
    } catch (JsonProcessingException notOurs) {
      throw new CommandFailed("At %s there is no admin RPC.".formatted(endpoint));
    } catch (IOException unreachable) {
      throw new CommandFailed(
          "Nobody answers at %s (%s): is Switchboard running?"
              .formatted(endpoint, unreachable.getClass().getSimpleName()));
    }
  }
}
