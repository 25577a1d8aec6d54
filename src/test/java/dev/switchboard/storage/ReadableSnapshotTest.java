package dev.switchboard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidClassException;
import java.net.SocketException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Which failures are those of a snapshot, and which of the way to it. */
class ReadableSnapshotTest {
  static Stream<Throwable> ofTheConnection() {
    return Stream.of(
        new PSQLException(
            "An I/O error occurred while sending to the backend.",
            PSQLState.CONNECTION_FAILURE,
            new SocketException("Connection reset")),
        new CompletionException(
            new SQLException("closed", new IllegalArgumentException(new EOFException()))),
        new IllegalArgumentException(
            new SQLTransientConnectionException("no connection", new IOException("refused"))),
        new SocketException("Broken pipe"),
        new StorageUnavailable("not read", new IOException("lost")));
  }

  @ParameterizedTest
  @MethodSource("ofTheConnection")
  void whatTheConnectionLostIsNotUnreadable(Throwable failure) {
    assertThat(ReadableSnapshotDao.isUnreadable(failure)).isFalse();
  }

  static Stream<Throwable> ofTheSnapshot() {
    return Stream.of(
        new InvalidClassException("State", "unknown"),
        new CompletionException(new IOException("Unexpected character")),
        new RuntimeException(new ClassNotFoundException("State")),
        new ClassCastException("another class"));
  }

  @ParameterizedTest
  @MethodSource("ofTheSnapshot")
  void whatCannotBeUnderstoodIs(Throwable failure) {
    assertThat(ReadableSnapshotDao.isUnreadable(failure)).isTrue();
  }
}
