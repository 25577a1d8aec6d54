package dev.switchboard.discord.file;

import dev.switchboard.ticket.model.Attachment;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties a download must have to be the file of its message: the size that Discord names,
 * and no error page in the place of another type. An intermediary may answer 200 with a page of its
 * own.
 *
 * @param size bytes; {@link Attachment#UNTOLD} if Discord names none
 * @param kind the media type without parameters, in lower case; empty if unknown
 * @param page whether the file name is that of an HTML page, for any media type
 */
record Expectation(long size, String kind, boolean page) {
  /** Types of error pages of intermediaries for people. */
  private static final Set<String> PAGES = Set.of("text/html", "application/xhtml+xml");

  private static final Set<String> PAGE_ENDINGS = Set.of("html", "htm", "xhtml", "xht");

  /** Types of error answers of intermediaries for programs. */
  private static final Set<String> OBJECTS = Set.of("application/json", "application/problem+json");

  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("heic", "image/heic"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("webm", "video/webm"),
          Map.entry("mov", "video/quicktime"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("wav", "audio/wav"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("zip", "application/zip"),
          Map.entry("txt", "text/plain"),
          Map.entry("log", "text/plain"),
          Map.entry("md", "text/markdown"),
          Map.entry("csv", "text/csv"),
          Map.entry("json", "application/json"));

  /** Bytes that are enough to recognise an HTML page. */
  private static final int BEGINNING = 64;

  static Expectation of(Attachment attachment) {
    String named = kind(attachment.contentType());
    String name = attachment.name();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return new Expectation(
        attachment.size(),
        named.isEmpty() ? KINDS.getOrDefault(ending, "") : named,
        PAGE_ENDINGS.contains(ending));
  }

  private static String kind(String mediaType) {
    return mediaType.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
  }

  /** The reason why the answer cannot be the file, from its headers; empty if it can. */
  Optional<String> mismatch(Downloads.Head head) {
    if (isSizeTold() && head.length() >= 0 && head.length() != size) {
      return Optional.of(sizes(head.length()));
    }
    if (!isSizeTold() && !head.encoding().isEmpty() && !head.encoding().equals("identity")) {
      return Optional.of("it came encoded as " + head.encoding());
    }
    String came = kind(head.contentType());
    // Discord's servers send texts as text/plain and unknown types as octets, but never other
    // content as an HTML page.
    boolean another =
        PAGES.contains(came) ? !page : OBJECTS.contains(came) && !kind.startsWith("text/");
    return another && !kind.isEmpty() && !came.equals(kind)
        ? Optional.of("%s came instead of %s".formatted(came, kind))
        : Optional.empty();
  }

  private boolean isSizeTold() {
    return size != Attachment.UNTOLD;
  }

  private String sizes(long came) {
    return "%,d bytes came instead of %,d".formatted(came, size);
  }

  /** Whether an HTML page cannot be such a file. */
  private boolean isBinary() {
    boolean written = kind.contains("xml") || kind.contains("json") || kind.contains("html");
    boolean media =
        kind.startsWith("image/") || kind.startsWith("audio/") || kind.startsWith("video/");
    return !written && (media || kind.equals("application/pdf") || kind.equals("application/zip"));
  }

  /** A stream that fails as soon as its content cannot be the file. */
  Checked checked(InputStream stream) {
    return new Checked(stream);
  }

  /** Used by one thread. */
  final class Checked extends FilterInputStream {
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    private long count;
    private volatile @Nullable String mismatch;

    private Checked(InputStream stream) {
      super(stream);
    }

    /** The reason why the content was not the file, if that was found. */
    Optional<String> mismatch() {
      return Optional.ofNullable(mismatch);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      count += Math.max(read, 0);
      if (isSizeTold() && (count > size || (read < 0 && count != size))) {
        throw wrong(
            read < 0 ? sizes(count) : "more than the %,d bytes of the file came".formatted(size));
      }
      if (read > 0 && isBinary() && beginning.size() < BEGINNING) {
        beginning.write(bytes, offset, Math.min(read, BEGINNING - beginning.size()));
        lookAtBeginning();
      }
      return read;
    }

    private void lookAtBeginning() throws IOException {
      String text =
          beginning
              .toString(StandardCharsets.UTF_8)
              .replace("\uFEFF", "")
              .strip()
              .toLowerCase(Locale.ROOT);
      if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
        throw wrong("a page of HTML came instead of " + kind);
      }
    }

    private IOException wrong(String why) {
      mismatch = why;
      return new IOException(why);
    }
  }
}
