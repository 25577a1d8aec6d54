package dev.switchboard.discord;

import java.io.IOException;
import java.io.InputStream;

/** Our copies of files, to read them anew for each attempt. Thread-safe; may block. */
@FunctionalInterface
public interface FileCopies {
  /**
   * Opens the copy.
   *
   * @param key the file store's key
   * @throws java.nio.file.NoSuchFileException where there is none: the post that carries it is then
   *     refused, while after any other failure it is tried again
   */
  InputStream open(String key) throws IOException;
}
