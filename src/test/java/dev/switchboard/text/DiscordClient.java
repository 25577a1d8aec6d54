package dev.switchboard.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a message looks on Discord, by a parser of its Markdown that is not ours: a Node.js process
 * ({@code src/test/discordjs}; the build installs what it needs). Used by one thread.
 */
public final class DiscordClient implements AutoCloseable {
  private static final Path FOLDER = Path.of("src/test/discordjs");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;

  private DiscordClient(Process process) {
    this.process = process;
    this.requests = process.outputWriter(UTF_8);
    this.answers = process.inputReader(UTF_8);
  }

  public static DiscordClient start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder("node", "markdown.js");
    builder.directory(FOLDER.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    return new DiscordClient(builder.start());
  }

  /** Each letter that is not white space, with all that formats it. */
  public List<String> shows(String message) {
    try {
      requests.write(JSON.writeValueAsString(message) + "\n");
      requests.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("node has gone");
      }
      List<String> letters = new ArrayList<>();
      for (JsonNode letter : JSON.readTree(answer)) {
        String formats = letter.path(1).asText();
        letters.add(letter.path(0).asText() + (formats.isEmpty() ? "" : " (" + formats + ")"));
      }
      return letters;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
