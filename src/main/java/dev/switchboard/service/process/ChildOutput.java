package dev.switchboard.service.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The output of a program, line by line. A line is cut after a thousand characters. */
final class ChildOutput {
  private static final int LONGEST = 1_000;

  private ChildOutput() {}

  /**
   * Reads to the end of the output, which comes when no process can write to it any more. Blocks.
   */
  static void readAll(InputStream output, Consumer<String> lines) {
    StringBuilder line = new StringBuilder();
    try (Reader reader =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (int next = reader.read(); next >= 0; next = reader.read()) {
        if (next == '\n') {
          tell(line, lines);
        } else if (line.length() < LONGEST) {
          line.append((char) next);
        }
      }
    } catch (IOException closed) {
      line.append(" (the rest cannot be read)");
    }
    tell(line, lines);
  }

  private static void tell(StringBuilder line, Consumer<String> lines) {
    String text = line.toString().strip();
    line.setLength(0);
    if (!text.isEmpty()) {
      lines.accept(text);
    }
  }
}
