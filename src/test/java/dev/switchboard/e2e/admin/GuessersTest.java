package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.TokenFile;
import dev.switchboard.cli.Doctor;
import dev.switchboard.cli.ExitCode;
import dev.switchboard.cli.Main;
import dev.switchboard.e2e.stage.AdminCaller;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Who guesses admin tokens, directly and behind proxies, and whom that locks out. */
class GuessersTest {
  private static final String PROXY = "127.0.0.40";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;
  @TempDir static Path elsewhere;

  private static RunningProduct product;
  private static String token;

  @BeforeAll
  static void start() {
    product =
        RunningProduct.start(
            data,
            DATABASE.settings(),
            Map.of(
                "switchboard.http.port",
                String.valueOf(FreePort.any()),
                "switchboard.http.trusted-proxies",
                PROXY + ", 10.0.0.0/8"));
    token = TokenFile.show(data.resolve("admin_token"));
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.1:%d|203.0.113.1",
        "198.51.100.%d, [2001:db8:5::%1$d]:80|2001:db8:5::ffff",
        "192.0.2.%d, 203.0.113.2, 10.0.0.%1$d|203.0.113.2",
      })
  void aGuesserBehindATrustedProxyLocksItselfAndNobodyElse(String forwarded, String guesser)
      throws Exception {
    try (AdminCaller wrong = caller("a wrong token of a guesser");
        AdminCaller right = caller(token)) {
      for (int i = 1; i <= 10; i++) {
        wrong.forwarding(forwarded.formatted(i)).get("/admin/status");
      }

      assertThat(status(right.forwarding(guesser))).isEqualTo(401);
      assertThat(status(right.forwarding("203.0.113.99"))).isEqualTo(200);
      assertThat(status(right.forwarding("192.0.2.1"))).isEqualTo(200);
    }
  }

  @Test
  void strangersBehindAProxyThatNobodyNamedDoNotLockOutTheLocalCommand() throws Exception {
    assertThat(doctorAboutProxies().verdict()).isEqualTo(Doctor.Verdict.FINE);
    assertThat(command(data)).isEqualTo(ExitCode.DONE);
    assertThat(doctorAboutProxies().verdict()).isEqualTo(Doctor.Verdict.FINE);
    try (AdminCaller stranger = new AdminCaller(product.port(), "a guess", "127.0.0.1");
        AdminCaller right = new AdminCaller(product.port(), token, "127.0.0.1")) {
      stranger.forwarding("203.0.113.5");
      for (int i = 0; i < 10; i++) {
        stranger.get("/admin/status");
      }

      assertThat(status(right)).isEqualTo(401);
      assertThat(command(data)).isEqualTo(ExitCode.DONE);
      // The right token without the private file is not told from a lucky guess.
      assertThat(command(elsewhere)).isEqualTo(ExitCode.FAILED);
    }
    Doctor.Symptom symptom = doctorAboutProxies();
    assertThat(symptom.verdict()).isEqualTo(Doctor.Verdict.LOOK);
    assertThat(symptom.line()).contains("switchboard.http.trusted-proxies");
    assertThat(Files.getPosixFilePermissions(data.resolve("local_proof")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void manyGuessesAtOnceAreTenThatAreLookedAt() throws Exception {
    String here = "203.0.113.50";
    List<Callable<JsonNode>> guesses = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String guess = "guess number " + i;
      guesses.add(() -> {
        try (AdminCaller guesser = caller(guess).forwarding(here)) {
          return guesser.get("/admin/status");
        }
      });
    }
    try (ExecutorService guessers = Executors.newFixedThreadPool(30)) {
      for (Future<JsonNode> guess : guessers.invokeAll(guesses)) {
        assertThat(guess.get().path("status").asInt()).isEqualTo(401);
      }
    }

    long lookedAt =
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("select count(*) from audit_log where address = :address")
                    .bind("address", here)
                    .mapTo(Long.class)
                    .one());
    assertThat(lookedAt).isEqualTo(10);
  }

  @Test
  void whoKnowsATokenCannotGuessAnotherWithoutAnEnd() throws Exception {
    try (AdminCaller root = caller(token).forwarding("203.0.113.61")) {
      String known =
          root.call("POST", "/admin/tokens", "{\"name\":\"insider\",\"scopes\":[\"read\"]}")
              .path("body")
              .path("token")
              .asText();
      try (AdminCaller insider = caller(known).forwarding("203.0.113.62");
          AdminCaller guesser = caller("a guess").forwarding("203.0.113.62")) {
        for (int i = 0; i < 10; i++) {
          assertThat(status(insider)).isEqualTo(200);
          assertThat(status(guesser)).isEqualTo(401);
        }

        assertThat(status(insider)).isEqualTo(401);
      }
    }
  }

  private static int status(AdminCaller caller) throws Exception {
    return caller.get("/admin/status").path("status").asInt();
  }

  private static AdminCaller caller(String token) {
    return new AdminCaller(product.port(), token, PROXY);
  }

  /** The command as a person runs it, with a data folder. */
  private static int command(Path folder) throws Exception {
    Path file = elsewhere.resolve("switchboard.conf");
    Files.writeString(
        file,
        """
        switchboard {
          data-dir = "%s"
          http.port = %d
          admin.root-token = "%s"
        }
        """
            .formatted(folder, product.port(), token));
    StringWriter out = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
    return command.execute("admin", "--config", file.toString(), "GET", "/admin/status");
  }

  private static Doctor.Symptom doctorAboutProxies() {
    return new Doctor(product.settings())
        .examine(_ -> {}).stream()
            .filter(symptom -> symptom.subject().equals("proxy"))
            .findFirst()
            .orElseThrow();
  }
}
