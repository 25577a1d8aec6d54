package dev.switchboard.settings;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules for the path of the admin RPC. */
final class AdminPath {
  private static final int LONGEST = 128;

  /** Segments of plain characters, none of which begins with a dot. */
  private static final Pattern SEGMENTS = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

  /** Paths that this server uses itself, including everything below them. */
  private static final List<String> OTHERS =
      List.of("/new", "/metrics", "/files", "/share", "/s", "/qr", "/api/health");

  private AdminPath() {}

  /** The objection to a path; empty if it is usable. */
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
