package dev.switchboard.sandbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.rest.CheckedRest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The sandbox as discord.js sees it, the most used client of all: a Node.js process ({@code
 * src/test/discordjs}; the build installs what it needs) that knows the sandbox by its address.
 */
class DiscordJsTest {
  private static final Path FOLDER = Path.of("src/test/discordjs");

  @RegisterExtension final CheckedRest checked = new CheckedRest();

  @Test
  @Timeout(120)
  void discordJsAnswersADmWithAFileAndMissesNothingOverACut() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
        Echo echo = Echo.start(sandbox)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> echo.lines.contains("ready Switchboard"));

      new Conformance(sandbox).isMetBy(echo);
    }
  }

  private static final class Echo implements Conformance.Trial, AutoCloseable {
    private static final String HEARD = "heard ";

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Echo(Process process) {
      this.process = process;
      Thread.ofVirtual().start(this::read);
    }

    static Echo start(Sandbox sandbox) throws IOException {
      ProcessBuilder builder = new ProcessBuilder("node", "echo.js");
      builder.directory(FOLDER.toFile()).redirectErrorStream(true);
      builder.environment().put("SANDBOX_API", sandbox.url() + "/api");
      builder.environment().put("SANDBOX_TOKEN", sandbox.botToken());
      return new Echo(builder.start());
    }

    private void read() {
      try (BufferedReader reader = process.inputReader(UTF_8)) {
        reader.lines().forEach(lines::add);
      } catch (IOException e) {
        lines.add("unreadable: " + e);
      }
    }

    @Override
    public List<String> heard() {
      return lines.stream()
          .filter(line -> line.startsWith(HEARD))
          .map(line -> line.substring(HEARD.length()))
          .toList();
    }

    @Override
    public long resumes() {
      return lines.stream().filter(line -> line.equals("resumed")).count();
    }

    /** The end of its standard input tells the process to go. */
    @Override
    public void close() throws IOException {
      process.outputWriter().close();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException interrupted) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
