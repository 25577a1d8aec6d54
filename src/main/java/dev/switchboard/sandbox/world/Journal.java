package dev.switchboard.sandbox.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The world on disk: one line {@code kind TAB key TAB json} per change, the last line of a key
 * counts, and an empty json removes the key. A writer thread hands the lines to the operating
 * system every 50 ms, so that a killed process loses less than a tenth of a second and no request
 * waits for the disk. At each start the file is rewritten without superseded lines.
 */
public final class Journal implements AutoCloseable {
  /** A line of the file. */
  public static final class Line {
    private final String kind;
    private final String key;
    private final byte[] json;

    Line(String kind, String key, byte[] json) {
      this.kind = kind;
      this.key = key;
      this.json = json;
    }

    public String kind() {
      return kind;
    }

    public String key() {
      return key;
    }

    public byte[] json() {
      return json;
    }

    public boolean isRemoval() {
      return json.length == 0;
    }
  }

  private static final Logger log = LoggerFactory.getLogger(Journal.class);
  private static final long WRITE_EVERY_MILLIS = 50;
  private static final int WRITE_AT_ONCE_ABOVE = 16 << 20;

  private final @Nullable Path file;
  private final Object pending = new Object();
  private ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private @Nullable OutputStream out;
  private @Nullable ScheduledExecutorService writer;

  private Journal(@Nullable Path file) {
    this.file = file;
  }

  /** A journal that keeps nothing. */
  public static Journal none() {
    return new Journal(null);
  }

  public static Journal at(Path file) {
    return new Journal(file);
  }

  /**
   * Passes every line of the file, in order, to the reader. An incomplete last line is left out.
   */
  public void read(Consumer<Line> reader) throws IOException {
    if (file == null || !Files.exists(file)) {
      return;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      byte[] block = new byte[1 << 16];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        int from = 0;
        for (int i = 0; i < n; i++) {
          if (block[i] == '\n') {
            line.write(block, from, i - from);
            parse(line.toByteArray(), reader);
            line.reset();
            from = i + 1;
          }
        }
        line.write(block, from, n - from);
      }
    }
  }

  private static void parse(byte[] line, Consumer<Line> reader) {
    int first = indexOfTab(line, 0);
    int second = first < 0 ? -1 : indexOfTab(line, first + 1);
    if (second < 0) {
      log.warn("A line of the sandbox's journal cannot be read and is left out");
      return;
    }
    reader.accept(
        new Line(
            new String(line, 0, first, UTF_8),
            new String(line, first + 1, second - first - 1, UTF_8),
            Arrays.copyOfRange(line, second + 1, line.length)));
  }

  private static int indexOfTab(byte[] line, int from) {
    for (int i = from; i < line.length; i++) {
      if (line[i] == '\t') {
        return i;
      }
    }
    return -1;
  }

  /**
   * Rewrites the file with the lines that the given action puts, and keeps it open for later ones.
   */
  public void start(Runnable putEverything) throws IOException {
    if (file == null) {
      return;
    }
    Path next = file.resolveSibling(file.getFileName() + ".new");
    out = new BufferedOutputStream(Files.newOutputStream(next), 1 << 16);
    putEverything.run();
    write();
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    writer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sandbox-journal").factory());
    var _ =
        writer.scheduleWithFixedDelay(
            this::writeInTime, WRITE_EVERY_MILLIS, WRITE_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  public void put(String kind, String key, JsonNode value) {
    if (out != null) {
      put(kind, key, Json.bytes(value));
    }
  }

  public void remove(String kind, String key) {
    put(kind, key, new byte[0]);
  }

  public void put(String kind, String key, byte[] json) {
    if (out == null) {
      return;
    }
    byte[] head = (kind + "\t" + key + "\t").getBytes(UTF_8);
    boolean much;
    synchronized (pending) {
      buffer.writeBytes(head);
      buffer.writeBytes(json);
      buffer.write('\n');
      much = buffer.size() > WRITE_AT_ONCE_ABOVE;
    }
    if (much) {
      write();
    }
  }

  private void writeInTime() {
    try {
      write();
    } catch (UncheckedIOException e) {
      log.error("{}", e.getMessage(), e);
    }
  }

  private synchronized void write() {
    ByteArrayOutputStream full;
    synchronized (pending) {
      if (buffer.size() == 0) {
        return;
      }
      full = buffer;
      buffer = new ByteArrayOutputStream(Math.min(full.size(), 1 << 20));
    }
    OutputStream target = out;
    if (target == null) {
      return;
    }
    try {
      full.writeTo(target);
      target.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's world cannot be written to " + file, e);
    }
  }

  @Override
  public void close() throws IOException {
    ScheduledExecutorService running = writer;
    if (running != null) {
      running.close();
    }
    write();
    OutputStream target = out;
    out = null;
    if (target != null) {
      target.close();
    }
  }
}
