package dev.switchboard.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/**
 * HTTP/1.1 over one open connection to this machine. A plain socket: a full HTTP client would take
 * processor time from the measured process. For one thread.
 */
final class PlainHttp implements AutoCloseable {
  private static final String LENGTH = "content-length:";
  private static final String LOCATION = "location:";
  private static final String COOKIE = "set-cookie:";
  private static final String CHUNKED = "transfer-encoding: chunked";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /**
   * An answer with its whole body, as text.
   *
   * @param location the header; empty if there is none
   * @param cookies as the header {@code Cookie} has them; empty if none is set
   */
  record Answer(int status, String text, String location, String cookies) {}

  PlainHttp(int port) throws IOException {
    this(port, InetAddress.getLoopbackAddress());
  }

  /**
   * Connects.
   *
   * @param from the address of this side
   */
  PlainHttp(int port, InetAddress from) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = socket.getOutputStream();
  }

  /** The bytes of a GET with one more header, such as {@code Cookie: a=b}. */
  static byte[] get(String path, String header) {
    return "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n%s\r\n\r\n"
        .formatted(path, header)
        .getBytes(ISO_8859_1);
  }

  /** The bytes of a POST of JSON with one more header. */
  static byte[] post(String path, String header, String json) {
    return """
    POST %s HTTP/1.1\r
    Host: 127.0.0.1\r
    Sec-Fetch-Site: same-origin\r
    Content-Type: application/json\r
    Content-Length: %d\r
    %s\r
    \r
    %s\
    """
        .formatted(path, json.getBytes(UTF_8).length, header, json)
        .getBytes(UTF_8);
  }

  Answer exchange(byte[] request) throws IOException {
    send(request);
    int status = status();
    int length = -1;
    boolean chunked = false;
    String location = "";
    String cookies = "";
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith(LENGTH)) {
        length = Integer.parseInt(lower.substring(LENGTH.length()).strip());
      } else if (lower.startsWith(LOCATION)) {
        location = line.substring(LOCATION.length()).strip();
      } else if (lower.startsWith(COOKIE)) {
        String cookie = line.substring(COOKIE.length(), (line + ";").indexOf(';')).strip();
        cookies = cookies.isEmpty() ? cookie : cookies + "; " + cookie;
      } else if (lower.equals(CHUNKED)) {
        chunked = true;
      }
    }
    byte[] body = chunked ? chunks() : in.readNBytes(Math.max(0, length));
    if (body.length < length) {
      throw new EOFException("the answer ended early");
    }
    return new Answer(status, new String(body, UTF_8), location, cookies);
  }

  void send(byte[] request) throws IOException {
    out.write(request);
    out.flush();
  }

  int status() throws IOException {
    String[] words = line().split(" ", 3);
    return Integer.parseInt(words[1]);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int size() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  /** The next line, without its end. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
