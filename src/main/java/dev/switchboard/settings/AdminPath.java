package dev.switchboard.settings;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the path of the admin RPC looks like. */
final class AdminPath {
  private static final int LONGEST = 128;

  /** Segments of plain characters, none of which begins with a dot. */
  private static final Pattern SEGMENTS = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

  /** What this server serves itself, and everything below. */
  private static final List<String> OTHERS =
      List.of("/new", "/metrics", "/files", "/share", "/s", "/qr", "/api/health");

  private AdminPath() {}

  /** What is wrong with it, if anything. */
  static Optional<String> objection(String path) {
    if (!SEGMENTS.matcher(path).matches()) {
      return Optional.of("invalid path: must begin with / and go on as in /api/admin");
    }
    if (path.length() > LONGEST) {
      return Optional.of("value too long (max %d characters)".formatted(LONGEST));
    }
    return OTHERS.stream()
        .filter(other -> path.equals(other) || path.startsWith(other + "/"))
        .findFirst()
        .map(other -> "invalid path: " + other + " leads elsewhere");
  }
}
