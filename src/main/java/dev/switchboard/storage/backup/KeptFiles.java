package dev.switchboard.storage.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.switchboard.storage.Directories;
import dev.switchboard.storage.backup.BackupManifest.KeptFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A list of files of the file store. It is kept in a file of its own until it is closed, because it
 * may not fit into memory. For one thread.
 */
final class KeptFiles implements AutoCloseable {
  private final Path place;
  private final BufferedWriter lines;
  private int number;

  private KeptFiles(Path place) throws IOException {
    this.place = place;
    this.lines = Files.newBufferedWriter(place, US_ASCII);
  }

  /** An action on each file. */
  interface Visitor {
    void visit(KeptFile file) throws IOException;
  }

  /** An empty list in this file; a file of an earlier process is overwritten. */
  static KeptFiles at(Path place) throws IOException {
    Files.deleteIfExists(place);
    Directories.createSecret(place);
    return new KeptFiles(place);
  }

  /** An empty list in a temporary file. */
  static KeptFiles temporary() throws IOException {
    return new KeptFiles(Files.createTempFile("switchboard-files", ""));
  }

  void add(KeptFile file) throws IOException {
    lines.write(file.key() + " " + file.size() + "\n");
    number++;
  }

  int number() {
    return number;
  }

  /** Visits the files in the order in which they were added. */
  void each(Visitor visitor) throws IOException {
    lines.flush();
    try (var reader = Files.newBufferedReader(place, US_ASCII)) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        var words = line.split(" ", 2);
        visitor.visit(new KeptFile(words[0], Long.parseLong(words[1])));
      }
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
    Files.deleteIfExists(place);
  }
}
