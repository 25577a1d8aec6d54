package dev.switchboard.e2e.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Each command of {@code project-docs/rest-api.md}, in its order, is answered as it says. */
class RestGuideCommandsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final Pattern STATUS = Pattern.compile("(?m)# (\\d{3})$");

  /** Each status goes to a file, and the body where the command wants it. */
  private static final String CURL =
      "curl() { command curl -s -w '%{stderr}%{http_code}\\n' \"$@\" 2>> \"$STATUSES\"; }\n";

  @TempDir Path data;

  @Test
  void theCommandsAreAnsweredAsTheGuideSays() throws IOException, InterruptedException {
    String guide = Files.readString(Path.of("project-docs/rest-api.md"));
    String commands =
        BLOCK.matcher(guide).results().map(found -> found.group(1)).collect(Collectors.joining());
    List<String> expected =
        STATUS.matcher(commands).results().map((MatchResult found) -> found.group(1)).toList();
    Path statuses = data.resolve("statuses");
    Path output = data.resolve("output");

    try (RunningProduct product = PanelProduct.start(data.resolve("product"), DATABASE.settings());
        Browser sam = new Browser(product)) {
      sam.signIn("sam");
      product.client().sendDm(product.person("alice"), "hello");
      await().until(() -> sam.get("/api/bot/tickets").json().path("total").asInt() == 1);
      product.client().sendDm(product.person("bob"), "hello");
      await().until(() -> sam.get("/api/bot/tickets").json().path("total").asInt() == 2);
      ProcessBuilder shell = new ProcessBuilder("bash", "-c", CURL + commands);
      shell
          .environment()
          .putAll(
              Map.of(
                  "DESK", "http://127.0.0.1:" + product.port(),
                  "SESSION", sam.cookie("session_id").orElseThrow(),
                  "MEMBER", String.valueOf(product.person("sue")),
                  "STATUSES", statuses.toString()));
      int end = shell.redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
      assertThat(end).as(Files.readString(output)).isZero();
    }

    assertThat(expected).hasSizeGreaterThan(25);
    assertThat(Files.readAllLines(statuses)).isEqualTo(expected);
  }
}
