package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import dev.switchboard.config.ReferenceKey;
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
            "SWITCHBOARD_LOG_LEVEL",
            "SWITCHBOARD_SETUP",
            "SWITCHBOARD_SETUP_HOST",
            "SWITCHBOARD_SETUP_LISTEN"));

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
  void aProxyInFrontOfACompositionIsNamed() throws IOException {
    String environment = Files.readString(Path.of("docker/switchboard.env.example"));
    String conf = Files.readString(Path.of("conf/switchboard.conf"));

    for (String file : List.of("docker/compose.yaml", "docker/compose.cluster.yaml")) {
      JsonNode network =
          new YAMLMapper()
              .readTree(Path.of(file).toFile())
              .path("networks")
              .path("default")
              .path("ipam")
              .path("config")
              .path(0);
      String gateway = network.path("gateway").asText();
      assertThat(environment)
          .containsPattern("(?m)^SWITCHBOARD_HTTP_TRUSTED_PROXIES=" + Pattern.quote(gateway) + "$");
    }
    assertThat(conf).contains("http.trusted-proxies = [\"127.0.0.1\", \"::1\"]");
  }

  /** Each example of a proxy passes on a list of addresses, and nothing that is not on it. */
  @Test
  void proxiesOfTheExamplesPassOnOnlyWhatIsPublic() throws IOException {
    String running = Files.readString(Path.of("project-docs/running.md"));
    String section =
        running.substring(
            running.indexOf("## Behind a reverse proxy"), running.indexOf("## Watching it"));
    assertThat(section).contains("trusted-proxies = [\"127.0.0.1\", \"::1\"]");

    List<String> proxies =
        Pattern.compile("```(?:caddyfile|nginx)\n(.*?)```", Pattern.DOTALL)
            .matcher(section)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(proxies).hasSize(2);
    assertThat(proxies)
        .allSatisfy(proxy -> assertThat(proxy).containsPattern("(respond|return) 404"));
    Pattern nginx =
        Pattern.compile(
            Pattern.compile("location ~ (\\S+) \\{")
                .matcher(proxies.getLast())
                .results()
                .findFirst()
                .orElseThrow()
                .group(1));
    List<String> caddy =
        List.of(
            Pattern.compile("@public path (.+)")
                .matcher(proxies.getFirst())
                .results()
                .findFirst()
                .orElseThrow()
                .group(1)
                .split(" "));
    for (String path : List.of("/files/abc", "/new", "/share", "/s/ada")) {
      assertThat(nginx.matcher(path).find()).as(path).isTrue();
      assertThat(caddy.stream().anyMatch(allowed -> path.matches(allowed.replace("*", ".*"))))
          .as(path)
          .isTrue();
    }
    for (String path :
        List.of("/metrics", "/api/admin", "/api/health", "/", "/api/admin/files/", "/newer")) {
      assertThat(nginx.matcher(path).find()).as(path).isFalse();
      assertThat(caddy.stream().noneMatch(allowed -> path.matches(allowed.replace("*", ".*"))))
          .as(path)
          .isTrue();
    }
    assertThat(
            Pattern.compile("proxy_pass|reverse_proxy")
                .matcher(proxies.getFirst() + proxies.getLast())
                .results())
        .hasSize(2);
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

  /** All files but pictures. */
  private static Set<Path> files(String... folders) throws IOException {
    Set<Path> files = new TreeSet<>();
    for (String folder : folders) {
      try (Stream<Path> below = Files.walk(Path.of(folder))) {
        below
            .filter(Files::isRegularFile)
            .filter(file -> !file.toString().endsWith(".png"))
            .forEach(files::add);
      }
    }
    return files;
  }
}
