package dev.switchboard.service.process;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** The check that a port is free: it is bound for a moment. */
public final class FreePorts {
  private FreePorts() {}

  /** The reason why a port cannot be used; empty if it is free. */
  public static Optional<String> objection(ListeningPort listeningPort) {
    int port = listeningPort.port();
    InetSocketAddress address = new InetSocketAddress(listeningPort.address(), port);
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException taken) {
      return Optional.of("TCP port %d cannot be had: %s".formatted(port, taken.getMessage()));
    }
    if (!listeningPort.datagrams()) {
      return Optional.empty();
    }
    try (DatagramSocket socket = new DatagramSocket(address)) {
      return socket.isBound()
          ? Optional.empty()
          : Optional.of("UDP port %d cannot be had".formatted(port));
    } catch (IOException taken) {
      return Optional.of("UDP port %d cannot be had: %s".formatted(port, taken.getMessage()));
    }
  }
}
