package dev.switchboard.sandbox.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.switchboard.sandbox.world.Upload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses a {@code multipart/form-data} body (RFC 7578), with its parts in any order. */
public final class Multipart {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
  private static final Pattern FILENAME = Pattern.compile("filename=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern FILENAME_UTF8 =
      Pattern.compile("filename\\*=(?:UTF-8|utf-8)''([^;\\s]+)");

  private final List<Upload> parts = new ArrayList<>();

  private Multipart() {}

  static Optional<Multipart> parse(String contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      return Optional.empty();
    }
    String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    byte[] delimiter = ("--" + text).getBytes(ISO_8859_1);
    Multipart multipart = new Multipart();
    int at = indexOf(body, delimiter, 0);
    while (at >= 0) {
      int start = at + delimiter.length;
      if (start + 1 < body.length && body[start] == '-' && body[start + 1] == '-') {
        return Optional.of(multipart);
      }
      int next = indexOf(body, ("\r\n--" + text).getBytes(ISO_8859_1), start);
      if (next < 0) {
        return Optional.empty();
      }
      multipart.part(Arrays.copyOfRange(body, start + 2, next));
      at = next + 2;
    }
    return Optional.empty();
  }

  /** A body in the form of Discord's clients, with the files in the map's order. */
  public static byte[] body(String boundary, byte[] payload, Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, boundary, "name=\"payload_json\"", payload);
    int index = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String name = file.getKey().replace("\"", "%22");
      String disposition = "name=\"files[" + index++ + "]\"; filename=\"" + name + "\"";
      write(out, boundary, disposition, file.getValue());
    }
    out.writeBytes(("--" + boundary + "--\r\n").getBytes(ISO_8859_1));
    return out.toByteArray();
  }

  private static void write(
      ByteArrayOutputStream out, String boundary, String disposition, byte[] content) {
    String head =
        "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
    out.writeBytes(head.getBytes(UTF_8));
    out.writeBytes(content);
    out.writeBytes("\r\n".getBytes(ISO_8859_1));
  }

  private void part(byte[] part) {
    int end = indexOf(part, "\r\n\r\n".getBytes(ISO_8859_1), 0);
    if (end < 0) {
      return;
    }
    String disposition = "";
    for (String line : new String(part, 0, end, UTF_8).split("\r\n", -1)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-disposition:")) {
        disposition = line;
      }
    }
    byte[] content = Arrays.copyOfRange(part, end + 4, part.length);
    parts.add(new Upload(group(NAME, disposition), filename(disposition), content));
  }

  private static String filename(String disposition) {
    String encoded = group(FILENAME_UTF8, disposition);
    if (!encoded.isEmpty()) {
      return java.net.URLDecoder.decode(encoded, UTF_8);
    }
    return group(FILENAME, disposition).replace("\\\"", "\"").replace("%22", "\"");
  }

  private static String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  static int indexOf(byte[] where, byte[] what, int from) {
    outer:
    for (int i = from; i <= where.length - what.length; i++) {
      for (int j = 0; j < what.length; j++) {
        if (where[i + j] != what[j]) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }

  /** The field {@code payload_json}, if present. */
  Optional<byte[]> payload() {
    return parts.stream()
        .filter(p -> p.field().equals("payload_json"))
        .map(Upload::content)
        .findFirst();
  }

  /** The files, in the order of their numbers. */
  List<Upload> files() {
    return parts.stream()
        .filter(p -> !p.filename().isEmpty() && !p.field().equals("payload_json"))
        .sorted(java.util.Comparator.comparingInt(Upload::index))
        .toList();
  }
}
