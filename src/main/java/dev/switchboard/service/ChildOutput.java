package dev.switchboard.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What a program prints, line by line; a line has a thousand characters at the most. */
final class ChildOutput {
  private static final int LONGEST = 1_000;

  private ChildOutput() {}

  /** Reads until the end, which comes when nobody can print there any more. Blocks. */
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
