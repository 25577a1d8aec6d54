package dev.switchboard.cli;

import dev.switchboard.node.CommandFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/** Calls of administrators and refused strangers, for {@link PlaygroundRehearsal}. */
final class AdminRehearsal {
  private static final int CONNECTIONS = 500;
  private static final int AT_ONCE = 8;

  /** The calls on each connection: Java optimises code fully after some 10,000 calls. */
  private static final int CALLS = 20;

  /** The characters that a stranger sends: more than is read before the sender is known. */
  private static final int LONG = 100_000;

  private static final int PATIENCE_MILLIS = 60_000;

  private final int port;

  AdminRehearsal(int port) {
    this.port = port;
  }

  /** A port that is free at the moment. */
  static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  /**
   * Makes all calls and returns when they are answered.
   *
   * @throws CommandFailed if an answer is not the expected one
   */
  void play(String token) {
    String call = request(token, "", "keep-alive");
    String last = request(token, "", "close");
    play(call.repeat(CALLS - 1) + last, CALLS, "{\"status\":200,");
    // After some failures the address is locked out for everybody.
    play(request("", "x".repeat(LONG), "close"), 1, "{\"status\":401,");
  }

  private void play(String requests, int expected, String answer) {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        running.add(threads.submit(() -> answers(requests, answer)));
      }
      for (Future<Integer> one : running) {
        if (one.get() != expected) {
          throw new CommandFailed("A call of the rehearsal was answered otherwise than expected.");
        }
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a call of the rehearsal failed", failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String request(String token, String filling, String connection) {
    String body =
        "{\"filling\":\"%s\",\"method\":\"GET\",\"resource\":\"/admin/status\",\"headers\":{\"Authorization\":\"Bearer %s\"}}"
            .formatted(filling, token);
    return "POST /api/admin HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(connection, body.length(), body);
  }

  /** The number of such answers before the connection is closed. */
  private int answers(String requests, String answer) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
      String answers =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answers.split(Pattern.quote(answer), -1).length - 1;
    }
  }
}
