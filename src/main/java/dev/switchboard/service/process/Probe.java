package dev.switchboard.service.process;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * The probe of a service on this machine: it finds out whether the service answers. Blocks for at
 * most a second.
 */
public sealed interface Probe {
  /** The probe by a connection. */
  record Tcp(InetSocketAddress address) implements Probe {}

  /**
   * The probe by a request for a relayed address without credentials, which the server must refuse
   * with its realm (RFC 8656, section 7.2; RFC 8489, section 9.2.4).
   */
  record Turn(InetSocketAddress address, String realm) implements Probe {}

  Duration PATIENCE = Duration.ofSeconds(1);
  int HEADER = 20;
  short ALLOCATE = 0x0003;
  short ALLOCATE_REFUSED = 0x0113;
  short REALM = 0x0014;

  /** The fault of the service; empty if it answers as it should. */
  default Optional<String> ask() {
    return switch (this) {
      case Tcp(InetSocketAddress address) -> connect(address);
      case Turn(InetSocketAddress address, String realm) -> allocate(address, realm);
    };
  }

  /**
   * The address at which to probe a service. A service that listens on all interfaces is probed on
   * this machine.
   */
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

  /**
   * Asks for a relayed address. A server with this server's configuration answers a request without
   * credentials with its realm. A server that lets in anybody finds that the request names no
   * transport, and allocates nothing.
   */
  private static Optional<String> allocate(InetSocketAddress address, String realm) {
    byte[] transaction = new byte[12];
    new SecureRandom().nextBytes(transaction);
    ByteBuffer request =
        ByteBuffer.allocate(HEADER)
            .putShort(ALLOCATE)
            .putShort((short) 0)
            .putInt(0x2112A442)
            .put(transaction);
    int port = address.getPort();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(address);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.send(new DatagramPacket(request.array(), HEADER));
      DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
      socket.receive(packet);
      ByteBuffer answer = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
      if (answer.limit() < HEADER
          || !ByteBuffer.wrap(transaction).equals(answer.slice(8, transaction.length))) {
        return Optional.of("no TURN server answers at UDP port " + port);
      }
      boolean ours = answer.getShort(0) == ALLOCATE_REFUSED && realm.equals(realm(answer));
      return ours
          ? Optional.empty()
          : Optional.of(
              "the TURN server at UDP port %d does not run by its configuration file here"
                  .formatted(port));
    } catch (SocketTimeoutException late) {
      return Optional.of("nothing answers TURN at UDP port " + port);
    } catch (IOException refused) {
      return Optional.of("nothing listens at UDP port " + port);
    }
  }

  /** The realm in an answer; empty if there is none. */
  private static String realm(ByteBuffer answer) {
    int at = HEADER;
    while (at + 4 <= answer.limit()) {
      int length = Short.toUnsignedInt(answer.getShort(at + 2));
      int next = at + 4 + length;
      if (next > answer.limit()) {
        return "";
      }
      if (answer.getShort(at) == REALM) {
        byte[] value = new byte[length];
        answer.get(at + 4, value);
        return new String(value, StandardCharsets.UTF_8);
      }
      at = next + (4 - length % 4) % 4;
    }
    return "";
  }
}
