package dev.switchboard.bench.seed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.postgresql.PGConnection;

/** Rows for {@code copy … from stdin (format binary)}, which are sent together. For one thread. */
final class BinaryCopy {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };

  /** PostgreSQL counts microseconds from here. */
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private final String statement;
  private final int columns;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /**
   * Begins a copy.
   *
   * @param table and its columns, as {@code table (one, two)}
   */
  BinaryCopy(String table, int columns) {
    this.statement = "copy " + table + " from stdin (format binary)";
    this.columns = columns;
    write(() -> {
      out.write(SIGNATURE);
      out.writeInt(0);
      out.writeInt(0);
    });
  }

  private interface Writing {
    void write() throws IOException;
  }

  private BinaryCopy write(Writing writing) {
    try {
      writing.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Begins a row; its values follow in the order of the columns. */
  BinaryCopy row() {
    return write(() -> out.writeShort(columns));
  }

  BinaryCopy bigint(long value) {
    return write(() -> {
      out.writeInt(Long.BYTES);
      out.writeLong(value);
    });
  }

  BinaryCopy integer(int value) {
    return write(() -> {
      out.writeInt(Integer.BYTES);
      out.writeInt(value);
    });
  }

  BinaryCopy smallint(int value) {
    return write(() -> {
      out.writeInt(Short.BYTES);
      out.writeShort(value);
    });
  }

  BinaryCopy bool(boolean value) {
    return write(() -> {
      out.writeInt(1);
      out.writeBoolean(value);
    });
  }

  BinaryCopy text(String value) {
    return binary(value.getBytes(UTF_8));
  }

  BinaryCopy ascii(String value) {
    return binary(value.getBytes(US_ASCII));
  }

  BinaryCopy binary(byte[] value) {
    return write(() -> {
      out.writeInt(value.length);
      out.write(value);
    });
  }

  BinaryCopy instant(Instant value) {
    Duration since = Duration.between(EPOCH, value.truncatedTo(ChronoUnit.MICROS));
    return bigint(since.getSeconds() * 1_000_000 + since.getNano() / 1_000);
  }

  /** Sends the rows. */
  void send(Connection connection) throws SQLException {
    write(() -> out.writeShort(-1));
    byte[] all = bytes.toByteArray();
    var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    copy.writeToCopy(all, 0, all.length);
    copy.endCopy();
  }
}
