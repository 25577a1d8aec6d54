package dev.switchboard.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Calls of the admin RPC over connections that are kept, one after the other on each. Plain
 * sockets: a client that does more would take the processor from what is measured.
 */
final class AdminLoad {
  /** How many calls were answered with an inner 200, and how many otherwise. */
  record Count(long answered, long refused) {
    Count plus(Count other) {
      return new Count(answered + other.answered, refused + other.refused);
    }
  }

  private static final byte[] DONE = "{\"status\":200,".getBytes(StandardCharsets.US_ASCII);
  private static final String LENGTH = "content-length:";

  private final int port;
  private final byte[] request;

  AdminLoad(int port, String token) {
    this.port = port;
    String body =
        "{\"method\":\"GET\",\"resource\":\"/admin/status\",\"headers\":{\"Authorization\":\"Bearer %s\"}}"
            .formatted(token);
    this.request =
        "POST /api/admin HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(port, body.length(), body)
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** Calls for so long. */
  Count run(int connections, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    List<Future<Count>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < connections; i++) {
        running.add(threads.submit(() -> call(end)));
      }
      Count sum = new Count(0, 0);
      for (Future<Count> one : running) {
        sum = sum.plus(one.get());
      }
      return sum;
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the admin RPC could not be called", failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Count call(long end) {
    long answered = 0;
    long refused = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (System.nanoTime() - end < 0) {
        out.write(request);
        out.flush();
        if (isDone(answer(in))) {
          answered++;
        } else {
          refused++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Count(answered, refused);
  }

  private static boolean isDone(byte[] body) {
    if (body.length < DONE.length) {
      return false;
    }
    for (int i = 0; i < DONE.length; i++) {
      if (body[i] != DONE[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] answer(InputStream in) throws IOException {
    int length = -1;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(line.substring(LENGTH.length()).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    if (length < 0 || body.length < length) {
      throw new EOFException("the answer ended early");
    }
    return body;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
