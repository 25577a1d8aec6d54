package dev.switchboard.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A key as it is written in {@code reference.conf}: comment lines, a line with the default, a line
 * with the environment variable. Read as text, since the library does not keep what it merges.
 *
 * @param path the whole key, {@code switchboard.} included
 * @param comment the comment above, in one line
 * @param fallback the default as it is written
 * @param variable the environment variable beneath
 */
public record ReferenceKey(String path, String comment, String fallback, String variable) {
  static final Path FILE = Path.of("src/main/resources/reference.conf");

  /** All keys of our section, in the order of the file; anything of another form is an error. */
  public static List<ReferenceKey> all() throws IOException {
    List<ReferenceKey> keys = new ArrayList<>();
    Deque<String> sections = new ArrayDeque<>();
    List<String> comment = new ArrayList<>();
    List<String> fallback = new ArrayList<>();
    List<String> lines = Files.readAllLines(FILE);
    for (String line : lines.subList(lines.indexOf("switchboard {"), lines.size())) {
      String text = line.strip();
      if (text.startsWith("#")) {
        comment.add(text.substring(1).strip());
      } else if (text.endsWith(" {")) {
        sections.addLast(text.substring(0, text.length() - 2));
        comment.clear();
      } else if (text.equals("}")) {
        sections.removeLast();
        if (sections.isEmpty()) {
          return keys;
        }
      } else if (text.contains("${?")) {
        String name = text.substring(0, text.indexOf(" = "));
        keys.add(
            new ReferenceKey(
                String.join(".", sections) + "." + name,
                String.join(" ", comment),
                String.join("", fallback),
                text.substring(text.indexOf("${?") + 3, text.length() - 1)));
        comment.clear();
        fallback.clear();
      } else if (!text.isEmpty()) {
        fallback.add(text.substring(text.indexOf(" = ") + 3));
      }
    }
    throw new IllegalStateException("a section is not closed: " + sections);
  }
}
