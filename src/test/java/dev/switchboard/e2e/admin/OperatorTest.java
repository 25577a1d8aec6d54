package dev.switchboard.e2e.admin;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.cli.Doctor;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a product that runs: its metrics, and what the doctor says. */
class OperatorTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static RunningProduct product;

  @BeforeAll
  static void start() {
    product = RunningProduct.start(data, DATABASE.settings(), Map.of());
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @AfterEach
  void mend() {
    product.client().clearFaults();
  }

  @Test
  void aHealthyProductHasNothingToComplainOf() {
    assertThat(examined())
        .hasSizeGreaterThanOrEqualTo(11)
        .allMatch(symptom -> symptom.verdict() == Doctor.Verdict.FINE)
        .extracting(Doctor.Symptom::subject)
        .contains(
            "disk", "proxy", "database", "process", "Discord", "gateway", "incoming", "outgoing");
    assertThat(examined())
        .anyMatch(symptom ->
            symptom.found().contains("served by process " + ProcessHandle.current().pid()));
  }

  @Test
  void whatDiscordDoesNotTakeIsCountedUntilItDoes() throws Exception {
    product.client().sendDm(product.person("bob"), "the first word");
    long channel = product.awaitTicketChannel(0);
    product.awaitStaff(channel, says("the first word"));
    product.client().failNext("POST /channels/.*/messages", 503, 1_000_000);

    product.client().sendDm(product.person("bob"), "who sees this");

    await().atMost(PATIENCE).until(() -> metric("dispatch_waiting{lane=\"relay\"}") == 1);
    await().atMost(PATIENCE).until(() -> metric("dispatch_oldest_seconds{lane=\"relay\"}") > 1);
    await().atMost(PATIENCE).until(() -> metric("undelivered_oldest_seconds") > 1);
    assertThat(metric("discord_failed_total")).isPositive();
    assertThat(examined())
        .anyMatch(symptom ->
            symptom.subject().equals("outgoing") && symptom.found().startsWith("1 of 1 open"));

    product.client().clearFaults();
    product.awaitStaff(channel, says("who sees this"));
    await().atMost(PATIENCE).until(() -> metric("tickets_unfinished") == 0);
    assertThat(metric("dispatch_waiting{lane=\"relay\"}")).isZero();
    assertThat(metric("undelivered_oldest_seconds")).isZero();
    assertThat(metric("tickets_open")).isEqualTo(1);
    await().atMost(PATIENCE).until(() -> metric("inbox_pending") == 0);
    assertThat(metric("projection_lag_events")).isZero();
    assertThat(metric("discord_budget_used")).isBetween(0.0, 1.0);
  }

  @Test
  void aClockThatIsOffAndAnUnreachableDiscordAreNamed() {
    product.client().failNext(".*/users/@me", 503, 1_000_000);
    product.client().advanceClock(Duration.ofHours(1));

    assertThat(examined())
        .filteredOn(symptom -> symptom.verdict() == Doctor.Verdict.WRONG)
        .extracting(Doctor.Symptom::line)
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("clock: ").contains("s away from Discord's"),
            line -> assertThat(line).contains("Discord: out of reach").contains("HTTP 503"));

    product.client().advanceClock(Duration.ofHours(-1));
  }

  @Test
  void theDocumentNamesEveryMetricAndNoOther() throws Exception {
    Pattern name = Pattern.compile("switchboard_\\w+");
    String document = Files.readString(Path.of("project-docs/running.md"));

    Set<String> shown =
        product
            .get("/metrics")
            .body()
            .lines()
            .flatMap(line ->
                line.startsWith("#")
                    ? Stream.empty()
                    : name.matcher(line).results().map(MatchResult::group))
            .collect(Collectors.toSet());

    assertThat(shown).hasSizeGreaterThan(15);
    assertThat(
            Pattern.compile("^\\| `(switchboard_\\w+)", Pattern.MULTILINE)
                .matcher(document)
                .results()
                .map(found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(shown);
  }

  private static List<Doctor.Symptom> examined() {
    return new Doctor(product.settings()).examine(_ -> {});
  }

  private static double metric(String name) throws Exception {
    return product
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("switchboard_" + name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(-1);
  }
}
