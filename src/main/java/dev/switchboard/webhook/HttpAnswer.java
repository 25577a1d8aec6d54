package dev.switchboard.webhook;

import dev.switchboard.text.WellFormed;
import dev.switchboard.webhook.WebhookTransport.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an answer of HTTP/1.1: the status, {@code Retry-After}, and the first bytes of the body.
 */
final class HttpAnswer {
  /** The longest head, all lines together, in bytes. */
  private static final int LONGEST_HEAD = 16_384;

  private static final int FIRST_FINAL = 200;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})(?: .*)?");

  private final InputStream in;
  private int head;
  private Optional<Duration> retryAfter = Optional.empty();
  private long length = Long.MAX_VALUE;
  private boolean chunked;

  private HttpAnswer(InputStream in) {
    this.in = in;
  }

  /**
   * Reads an answer.
   *
   * @throws IOException if it is none, or ends within its head
   */
  static Outcome read(InputStream in) throws IOException {
    return new HttpAnswer(in).read();
  }

  private Outcome read() throws IOException {
    int status = status();
    while (status < FIRST_FINAL) {
      fields();
      status = status();
    }
    fields();
    return new Outcome.Answered(status, retryAfter, body());
  }

  private int status() throws IOException {
    Matcher line = STATUS.matcher(line());
    if (!line.matches()) {
      throw new ProtocolException("the answer is not HTTP/1.1");
    }
    return Integer.parseInt(line.group(1));
  }

  private void fields() throws IOException {
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        field(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
  }

  /** A time as {@code Retry-After} is not taken: the schedule's own pause counts then. */
  private void field(String name, String value) {
    switch (name) {
      case "retry-after" -> {
        if (value.matches("[0-9]{1,9}")) {
          retryAfter = Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
      }
      case "content-length" -> {
        if (value.matches("[0-9]{1,18}")) {
          length = Long.parseLong(value);
        }
      }
      case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
      default -> {}
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the answer ended within its head");
      }
      if (++head > LONGEST_HEAD) {
        throw new ProtocolException("the head of the answer is too long");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** The status is there already, so that a body that breaks off or is malformed ends here. */
  private String body() {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    try {
      if (chunked) {
        chunks(kept);
      } else {
        some(kept, length);
      }
    } catch (IOException | NumberFormatException brokenOff) {
      // What came is kept.
    }
    return WellFormed.text(kept.toString(StandardCharsets.UTF_8));
  }

  private void chunks(ByteArrayOutputStream kept) throws IOException {
    head = 0;
    for (long size = size();
        size > 0 && kept.size() < WebhookTransport.KEPT_ANSWER;
        size = size()) {
      some(kept, size);
      if (kept.size() < WebhookTransport.KEPT_ANSWER) {
        line();
      }
    }
  }

  private long size() throws IOException {
    String line = line();
    int end = line.indexOf(';');
    return Long.parseLong((end < 0 ? line : line.substring(0, end)).strip(), 16);
  }

  private void some(ByteArrayOutputStream kept, long size) throws IOException {
    int wanted = (int) Math.min(size, WebhookTransport.KEPT_ANSWER - kept.size());
    byte[] buffer = new byte[Math.max(wanted, 1)];
    int got = 0;
    while (got < wanted) {
      int read = in.read(buffer, got, wanted - got);
      if (read < 0) {
        break;
      }
      got += read;
      kept.write(buffer, got - read, read);
    }
  }
}
