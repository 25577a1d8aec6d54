package dev.switchboard;

import java.nio.file.Path;

/**
 * The folder for everything that Switchboard keeps on disk, and what is where in it.
 *
 * @param root absolute
 */
public record DataDirectory(Path root) {
  /** The embedded database. */
  public Path database() {
    return root.resolve("database");
  }

  /** Copies of attachments. */
  public Path files() {
    return root.resolve("files");
  }

  /** All that the sandbox keeps: its look-alike Discord, and a Switchboard of its own. */
  Path sandbox() {
    return root.resolve("sandbox");
  }
}
