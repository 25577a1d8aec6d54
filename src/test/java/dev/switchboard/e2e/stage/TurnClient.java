package dev.switchboard.e2e.stage;

import dev.switchboard.service.TurnCredentials;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * As much of STUN (RFC 8489) and TURN (RFC 8656) as a caller needs, over UDP on loopback. For
 * tests.
 */
public final class TurnClient implements AutoCloseable {
  private static final int COOKIE = 0x2112A442;
  private static final int HEADER = 20;
  private static final int BINDING = 0x0001;
  private static final int ALLOCATE = 0x0003;
  private static final int CREATE_PERMISSION = 0x0008;
  private static final int SUCCESS = 0x0100;
  private static final int USERNAME = 0x0006;
  private static final int MESSAGE_INTEGRITY = 0x0008;
  private static final int ERROR_CODE = 0x0009;
  private static final int PEER_ADDRESS = 0x0012;
  private static final int REALM = 0x0014;
  private static final int NONCE = 0x0015;
  private static final int RELAYED_ADDRESS = 0x0016;
  private static final int REQUESTED_TRANSPORT = 0x0019;
  private static final int UDP = 17;

  private final DatagramSocket socket;
  private final Random random = new Random();
  private byte[] realm = {};
  private byte[] nonce = {};

  /** What a server says. */
  private record Answer(int type, Map<Integer, byte[]> attributes) {
    byte[] attribute(int kind) throws IOException {
      byte[] value = attributes.get(kind);
      if (value == null) {
        throw new IOException("there is no attribute " + kind);
      }
      return value;
    }

    /** 0 for a success. */
    int error() {
      byte[] code = attributes.getOrDefault(ERROR_CODE, new byte[4]);
      return code[2] * 100 + code[3];
    }
  }

  private static final class Attribute {
    private final int type;
    private final byte[] value;

    Attribute(int type, byte[] value) {
      this.type = type;
      this.value = value;
    }
  }

  public TurnClient(int port) throws IOException {
    this.socket = new DatagramSocket();
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    socket.setSoTimeout(2_000);
  }

  /** Whether somebody answers a binding request there. */
  public boolean isAnswered() throws IOException {
    try {
      return exchange(BINDING, List.of(), new byte[0]).type() == (BINDING | SUCCESS);
    } catch (SocketTimeoutException | PortUnreachableException nobody) {
      return false;
    }
  }

  /**
   * Asks for a relayed address.
   *
   * @return 0 if there is one, else the error code
   */
  public int allocate(TurnCredentials credentials) throws IOException {
    Attribute transport = new Attribute(REQUESTED_TRANSPORT, new byte[] {UDP, 0, 0, 0});
    Answer challenge = exchange(ALLOCATE, List.of(transport), new byte[0]);
    if (challenge.error() != 401) {
      throw new IOException("it lets in who says nothing: " + challenge.error());
    }
    realm = challenge.attribute(REALM);
    nonce = challenge.attribute(NONCE);
    Answer answer = signed(ALLOCATE, List.of(transport), credentials);
    if (answer.error() == 0 && !answer.attributes().containsKey(RELAYED_ADDRESS)) {
      throw new IOException("there is no relayed address in " + answer);
    }
    return answer.error();
  }

  /**
   * Asks to be allowed to speak with a peer, after an allocation.
   *
   * @return 0 if so, else the error code
   */
  public int permit(String peer, TurnCredentials credentials) throws IOException {
    byte[] address = InetAddress.ofLiteral(peer).getAddress();
    ByteBuffer value = ByteBuffer.allocate(8).put((byte) 0).put((byte) 1);
    value.putShort((short) (9 ^ (COOKIE >>> 16)));
    value.putInt(ByteBuffer.wrap(address).getInt() ^ COOKIE);
    return signed(
            CREATE_PERMISSION, List.of(new Attribute(PEER_ADDRESS, value.array())), credentials)
        .error();
  }

  private Answer signed(int type, List<Attribute> attributes, TurnCredentials credentials)
      throws IOException {
    List<Attribute> all = new ArrayList<>(attributes);
    byte[] username = credentials.username().getBytes(StandardCharsets.UTF_8);
    all.add(new Attribute(USERNAME, username));
    all.add(new Attribute(REALM, realm));
    all.add(new Attribute(NONCE, nonce));
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(username);
      md5.update((byte) ':');
      md5.update(realm);
      md5.update((byte) ':');
      return exchange(
          type, all, md5.digest(credentials.password().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Answer exchange(int type, List<Attribute> attributes, byte[] key) throws IOException {
    byte[] transaction = new byte[12];
    random.nextBytes(transaction);
    byte[] request = message(type, transaction, attributes, key);
    for (int attempt = 0; ; attempt++) {
      socket.send(new DatagramPacket(request, request.length));
      try {
        return receive(transaction);
      } catch (SocketTimeoutException late) {
        if (attempt == 2) {
          throw late;
        }
      }
    }
  }

  private Answer receive(byte[] transaction) throws IOException {
    byte[] bytes = new byte[1_500];
    while (true) {
      DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
      socket.receive(packet);
      if (!Arrays.equals(Arrays.copyOfRange(bytes, 8, HEADER), transaction)) {
        continue;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, packet.getLength());
      int type = buffer.getShort(0);
      buffer.position(HEADER);
      Map<Integer, byte[]> attributes = new HashMap<>();
      while (buffer.remaining() >= 4) {
        int kind = Short.toUnsignedInt(buffer.getShort());
        byte[] value = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(value);
        buffer.position(Math.min(buffer.limit(), buffer.position() + padding(value.length)));
        attributes.put(kind, value);
      }
      return new Answer(type, attributes);
    }
  }

  /** With MESSAGE-INTEGRITY, if there is a key. */
  private static byte[] message(
      int type, byte[] transaction, List<Attribute> attributes, byte[] key) {
    ByteBuffer buffer = ByteBuffer.allocate(1_500);
    buffer.putShort((short) type).putShort((short) 0).putInt(COOKIE).put(transaction);
    attributes.forEach(attribute -> put(buffer, attribute));
    if (key.length > 0) {
      // The length that is signed is that with the signature.
      buffer.putShort(2, (short) (buffer.position() - HEADER + 24));
      try {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        byte[] signature = mac.doFinal(Arrays.copyOf(buffer.array(), buffer.position()));
        put(buffer, new Attribute(MESSAGE_INTEGRITY, signature));
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    buffer.putShort(2, (short) (buffer.position() - HEADER));
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static void put(ByteBuffer buffer, Attribute attribute) {
    buffer.putShort((short) attribute.type).putShort((short) attribute.value.length);
    buffer.put(attribute.value).put(new byte[padding(attribute.value.length)]);
  }

  private static int padding(int length) {
    return (4 - length % 4) % 4;
  }

  @Override
  public void close() {
    socket.close();
  }
}
