package dev.switchboard.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** {@code bin/switchboard run} as a process of its own. */
final class Product implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofMinutes(3);
  private static final long LOOK_EVERY = 20_000_000;

  private final Child child;
  private final int port;

  private Product(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts the process and returns at once.
   *
   * @param port the port for HTTP
   */
  static Product start(ProcessBuilder builder, int port) {
    return new Product(Child.start(builder), port);
  }

  /** Waits until the process reports that it is connected to Discord. */
  Product awaitReady() {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/health"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!isReady(http, request)) {
        if (!child.isAlive() || System.nanoTime() - deadline > 0) {
          throw new IllegalStateException("Switchboard did not become ready; its log says why");
        }
        LockSupport.parkNanos(LOOK_EVERY);
      }
    }
    return this;
  }

  private static boolean isReady(HttpClient http, HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .contains("\"connected\":true");
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The port for HTTP, on loopback. */
  int port() {
    return port;
  }

  Child child() {
    return child;
  }

  /** Stops the process like SIGTERM. */
  @Override
  public void close() {
    child.close();
  }
}
