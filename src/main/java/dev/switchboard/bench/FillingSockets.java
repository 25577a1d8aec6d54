package dev.switchboard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Strangers that send long bodies to the admin RPC in pieces, each from one of many addresses of
 * this machine. They run in a process of their own; see {@link Strangers}.
 */
public final class FillingSockets {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ADDRESSES = 100;
  private static final int BODY = 1024 * 1024;
  private static final int PIECE = 16 * 1024;
  private static final int PATIENCE_MILLIS = 60_000;

  /**
   * The result of all connections.
   *
   * @param unanswered connections that ended without an answer
   * @param slowestMillis the longest time from the first byte sent to the beginning of the answer
   */
  record Outcome(int unanswered, double slowestMillis) {}

  private final int port;
  private final byte[] head;
  private final byte[] piece;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<Double>> running = new ArrayList<>();

  private FillingSockets(int port) {
    this.port = port;
    this.head =
        "POST /api/admin HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            .formatted(BODY)
            .getBytes(StandardCharsets.US_ASCII);
    this.piece =
        "[{},[],".repeat(PIECE / 7 + 1).substring(0, PIECE).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Prints {@code {}} when it is ready. For each line of JSON on its input, opens {@code sockets}
   * at once, fills each within {@code millis}, and prints the result as a line of JSON. Ends with
   * its input, after the last order.
   */
  public static void serve(int port, InputStream in, PrintWriter out) throws IOException {
    try (BufferedReader orders = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      say(out, JsonNodeFactory.instance.objectNode());
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        JsonNode order = JSON.readTree(line);
        Duration filling = Duration.ofMillis(order.path("millis").asLong());
        Outcome outcome = open(port, order.path("sockets").asInt(), filling).outcome();
        say(out, JSON.valueToTree(outcome));
      }
    }
  }

  private static void say(PrintWriter out, JsonNode line) {
    out.println(line);
    out.flush();
  }

  private static FillingSockets open(int port, int sockets, Duration filling) {
    FillingSockets opened = new FillingSockets(port);
    for (int i = 0; i < sockets; i++) {
      InetAddress from = InetAddress.ofLiteral("127.0.9." + (1 + i % ADDRESSES));
      opened.running.add(opened.threads.submit(() -> opened.fill(from, filling)));
    }
    return opened;
  }

  /** Waits for all of them. */
  private Outcome outcome() {
    try (threads) {
      int unanswered = 0;
      double slowest = 0;
      for (Future<Double> one : running) {
        double millis = one.get();
        if (millis < 0) {
          unanswered++;
        }
        slowest = Math.max(slowest, millis);
      }
      return new Outcome(unanswered, slowest);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a socket could not be opened", failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Milliseconds until the answer; negative if there was none. */
  private double fill(InetAddress from, Duration filling) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      long begun = System.nanoTime();
      send(socket.getOutputStream(), filling);
      String line =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      return line == null || !line.startsWith("HTTP/1.1 200")
          ? -1
          : (System.nanoTime() - begun) / 1e6;
    } catch (IOException none) {
      return -1;
    }
  }

  private void send(OutputStream out, Duration filling) {
    int pieces = BODY / PIECE;
    try {
      out.write(head);
      for (int i = 0; i < pieces; i++) {
        out.write(piece);
        Acts.pause(filling.toNanos() / pieces);
      }
    } catch (IOException answeredEarly) {
      // The answer may have come early; otherwise there is none.
    }
  }
}
