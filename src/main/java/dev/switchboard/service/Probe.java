package dev.switchboard.service;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Asks a service on this machine whether it is well. Blocks for a second at the most. */
sealed interface Probe {
  /** By a connection. */
  record Tcp(InetSocketAddress address) implements Probe {}

  /** By a STUN binding request (RFC 8489, section 3). */
  record Stun(InetSocketAddress address) implements Probe {}

  Duration PATIENCE = Duration.ofSeconds(1);

  /** What is wrong, if anything. */
  default Optional<String> ask() {
    return switch (this) {
      case Tcp(InetSocketAddress address) -> connect(address);
      case Stun(InetSocketAddress address) -> bind(address);
    };
  }

  /** Where to ask what listens there: on all interfaces means here, too. */
  static InetSocketAddress at(String listen, int port) {
    InetAddress address = InetAddress.ofLiteral(listen);
    return new InetSocketAddress(
        address.isAnyLocalAddress() ? InetAddress.ofLiteral("127.0.0.1") : address, port);
  }

  private static Optional<String> connect(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) PATIENCE.toMillis());
      return Optional.empty();
    } catch (IOException refused) {
      return Optional.of("nothing answers at TCP port " + address.getPort());
    }
  }

  private static Optional<String> bind(InetSocketAddress address) {
    byte[] request = new byte[20];
    byte[] transaction = new byte[12];
    new SecureRandom().nextBytes(transaction);
    ByteBuffer.wrap(request)
        .putShort((short) 0x0001)
        .putShort((short) 0)
        .putInt(0x2112A442)
        .put(transaction);
    byte[] answer = new byte[1_500];
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(address);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.send(new DatagramPacket(request, request.length));
      DatagramPacket packet = new DatagramPacket(answer, answer.length);
      socket.receive(packet);
      boolean success =
          packet.getLength() >= request.length
              && ByteBuffer.wrap(answer).getShort() == 0x0101
              && Arrays.equals(Arrays.copyOfRange(answer, 8, 20), transaction);
      return success
          ? Optional.empty()
          : Optional.of("no STUN server answers at UDP port " + address.getPort());
    } catch (SocketTimeoutException late) {
      return Optional.of("nothing answers STUN at UDP port " + address.getPort());
    } catch (IOException refused) {
      return Optional.of("nothing listens at UDP port " + address.getPort());
    }
  }
}
