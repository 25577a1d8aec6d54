package dev.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is deployed, as far as it can be held to the product without a container engine. */
class DeploymentTest {
  private static final Pattern VARIABLE = Pattern.compile("\\bSWITCHBOARD_[A-Z_]*[A-Z]\\b");

  @Test
  void everyVariableThatDeploymentsAndDocumentsNameExists() throws IOException {
    Set<String> known =
        ReferenceKey.all().stream()
            .map(ReferenceKey::variable)
            .collect(Collectors.toCollection(TreeSet::new));
    known.addAll(
        Set.of(
            "SWITCHBOARD_CONFIG",
            "SWITCHBOARD_JAVA",
            "SWITCHBOARD_JAVA_OPTIONS",
            "SWITCHBOARD_LOG_LEVEL"));

    for (Path file : files("docker", "conf", "project-docs", "src/main/dist")) {
      Matcher variables = VARIABLE.matcher(Files.readString(file));
      while (variables.find()) {
        assertThat(known).as(file.toString()).contains(variables.group());
      }
    }
  }

  @Test
  void theCompositionGivesAStopTheTimeItNeedsAndWaitsForTheDatabase() throws IOException {
    JsonNode services =
        new YAMLMapper().readTree(Path.of("docker/compose.yaml").toFile()).path("services");
    JsonNode product = services.path("switchboard");

    assertThat(product.path("stop_grace_period").asText()).isEqualTo("20s");
    assertThat(product.path("depends_on").path("database").path("condition").asText())
        .isEqualTo("service_healthy");
    assertThat(services.path("database").has("healthcheck")).isTrue();
    assertThat(Path.of("docker").resolve(product.path("env_file").asText() + ".example")).exists();
  }

  @Test
  void theImageTakesOnlyFilesThatAreThere() throws IOException {
    String dockerfile = Files.readString(Path.of("docker/Dockerfile"));

    assertThat(dockerfile)
        .contains("COPY target/switchboard /opt/switchboard")
        .contains("docker/healthcheck ")
        .contains("USER switchboard");
    assertThat(Path.of("docker/healthcheck")).isExecutable();
  }

  @Test
  void theHealthCheckSucceedsOnlyWhenTheProcessAnswersWell() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/health/live",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.createContext(
        "/api/health/ready",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    server.start();
    int port = server.getAddress().getPort();
    try {
      assertThat(check(port)).isZero();
      assertThat(check(port, "/api/health/ready")).isEqualTo(1);
    } finally {
      server.stop(0);
    }
    assertThat(check(port)).isEqualTo(1);
  }

  private static int check(int port, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("docker/healthcheck");
    builder.command().addAll(List.of(arguments));
    builder.environment().put("SWITCHBOARD_HTTP_PORT", String.valueOf(port));
    Process process = builder.redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static Set<Path> files(String... folders) throws IOException {
    Set<Path> files = new TreeSet<>();
    for (String folder : folders) {
      try (Stream<Path> below = Files.walk(Path.of(folder))) {
        below.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    return files;
  }
}
