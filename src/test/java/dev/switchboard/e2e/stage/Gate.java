package dev.switchboard.e2e.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A port of this machine in front of another one: what comes is passed on. While it is shut nobody
 * listens there, and connections are refused. For tests.
 */
public final class Gate implements AutoCloseable {
  private final int behind;
  private final int port = FreePort.any();
  private final List<Socket> connections = new ArrayList<>();
  private ServerSocket listening;

  /** An open one. */
  public Gate(int behind) {
    this.behind = behind;
    this.listening = listen();
  }

  public int port() {
    return port;
  }

  public synchronized void open() {
    listening = listen();
  }

  /** Ends all connections. */
  public synchronized void shut() {
    end(listening);
    connections.forEach(Gate::end);
    connections.clear();
  }

  @Override
  public void close() {
    shut();
  }

  private ServerSocket listen() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      Thread.ofVirtual().start(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket caller = socket.accept();
        Socket called = new Socket(InetAddress.getLoopbackAddress(), behind);
        synchronized (this) {
          connections.add(caller);
          connections.add(called);
        }
        Thread.ofVirtual().start(() -> pass(caller, called));
        Thread.ofVirtual().start(() -> pass(called, caller));
      }
    } catch (IOException shut) {
      end(socket);
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // The other side is ended as well, below.
    }
    end(from);
    end(to);
  }

  private static void end(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
