package dev.switchboard.discord;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy on loopback that leads every CONNECT (RFC 9110, section 9.3.6) to one port of this
 * machine, whatever host is asked for, and remembers what was: the only one who knows where names
 * lead. It is the proxy of this Java machine as long as it is open.
 */
public final class ConnectProxy implements AutoCloseable {
  private static final List<String> PROPERTIES =
      List.of("http.proxyHost", "http.proxyPort", "http.nonProxyHosts");

  /** As {@code host:port}. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  private final int port;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param port where every connection leads
   * @param directly hosts that are not asked for here, as {@code http.nonProxyHosts} has them
   */
  public ConnectProxy(int port, String directly) throws IOException {
    this.port = port;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", Integer.toString(server.getLocalPort()));
    System.setProperty("http.nonProxyHosts", directly);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        threads.execute(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String[] request = head(client.getInputStream()).split(" ", 3);
      asked.add(request[1]);
      OutputStream answer = client.getOutputStream();
      if (!request[0].equals("CONNECT")) {
        answer.write("HTTP/1.1 405 No\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return;
      }
      answer.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      threads.execute(() -> pass(target, client));
      client.getInputStream().transferTo(target.getOutputStream());
    } catch (IOException gone) {
      // Whoever left, both connections are closed.
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException gone) {
      // As above.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() {
    PROPERTIES.forEach(System::clearProperty);
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
