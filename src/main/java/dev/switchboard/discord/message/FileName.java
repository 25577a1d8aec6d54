package dev.switchboard.discord.message;

import static dev.switchboard.discord.message.MessageReader.words;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of an attachment for people. Discord replaces characters beyond ASCII by dashes and
 * keeps the original, usually without its ending, as the title ("Attachment Object" in Discord's
 * documentation). The name is safe in a header, a file system and a URL.
 */
final class FileName {
  private static final String SPOILER = "SPOILER_";
  private static final int IS_SPOILER = 1 << 3;

  /** Marks that change the direction of writing: they show "exe.gpj" as a picture's name. */
  private static final Pattern DIRECTION =
      Pattern.compile("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

  /** Characters with a special meaning in a file system, header or shell. */
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}/\\\\<>:\"|?*\\u2028\\u2029]");

  private static final Pattern ENDING = Pattern.compile("(?s).*(\\.[\\p{L}\\p{N}]{1,15})");

  /** File systems take 255 bytes; ours may add a prefix. */
  private static final int LONGEST = 200;

  /** Names of devices on Windows, with any ending. */
  private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

  private FileName() {}

  static String of(JsonNode attachment) {
    String sent = safe(words(attachment.path("filename")));
    String title = safe(words(attachment.path("title")));
    String ending = ending(sent);
    String name = title.isEmpty() ? sent : title;
    if (!name.toLowerCase(Locale.ROOT).endsWith(ending.toLowerCase(Locale.ROOT))) {
      name = name + ending;
    }
    boolean hidden =
        sent.startsWith(SPOILER) || (attachment.path("flags").asInt() & IS_SPOILER) != 0;
    return limited(hidden && !name.startsWith(SPOILER) ? SPOILER + name : name);
  }

  /** A safe form of the name; empty if no character is left. */
  static String safe(String name) {
    String plain = DIRECTION.matcher(wellFormed(name)).replaceAll("");
    String one = oneLine(UNSAFE.matcher(oneLine(plain)).replaceAll("_"));
    String stripped = one.replaceAll("^[. ]+|[. ]+$", "");
    String stem = stripped.replaceAll("\\..*", "").toLowerCase(Locale.ROOT);
    boolean device = DEVICES.contains(stem) || stem.matches("(com|lpt)[0-9]");
    return device ? "_" + stripped : stripped;
  }

  private static String oneLine(String name) {
    return name.replaceAll("\\s+", " ").strip();
  }

  /** Half of a surrogate pair is not a character. */
  private static String wellFormed(String name) {
    return name.codePoints()
        .map(point ->
            point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String ending(String name) {
    var matcher = ENDING.matcher(name);
    return matcher.matches() ? matcher.group(1) : "";
  }

  private static String limited(String name) {
    if (name.isEmpty()) {
      return "file";
    }
    String ending = ending(name);
    String stem = name.substring(0, name.length() - ending.length());
    while (bytes(stem) + bytes(ending) > LONGEST) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + ending;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
