package dev.switchboard;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a file that was found, not named, may be believed: somebody else could have put it where
 * this program happens to be started.
 */
final class OwnFile {
  private static final int ROOT = 0;
  private static final int OTHERS_WRITE = 0002;
  private static final int GROUP_WRITE = 0020;

  private OwnFile() {}

  /**
   * What is wrong with the file or its folder, with the mend; nothing where both belong to that
   * user or to root and only they can write there, nor where the system knows no such owners.
   *
   * @param user the number of the user that runs this process
   */
  static Optional<Finding> objection(Path file, int user) {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
      return Optional.empty();
    }
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.resolveSibling("").normalize();
    for (Path one : List.of(folder, absolute)) {
      try {
        // The link itself, if it is one, and what it leads to.
        Optional<Finding> found = fault(one, user, LinkOption.NOFOLLOW_LINKS);
        if (found.isEmpty()) {
          found = fault(one, user);
        }
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException unreadable) {
        return Optional.of(
            new Finding(one.toString(), unreadable.toString(), "a file that can be looked at"));
      }
    }
    return Optional.empty();
  }

  private static Optional<Finding> fault(Path path, int user, LinkOption... options)
      throws IOException {
    Map<String, Object> attributes = Files.readAttributes(path, "unix:uid,gid,mode", options);
    int owner = number(attributes, "uid");
    int mode = number(attributes, "mode");
    if (owner != user && owner != ROOT) {
      return Optional.of(
          new Finding(
              path.toString(),
              "a configuration in the current folder that belongs to another user (%d)"
                  .formatted(owner),
              "one of your own (chown), or one that is named by --config"));
    }
    // A link has no permissions of its own.
    boolean isLink = options.length > 0 && Files.isSymbolicLink(path);
    boolean groupWrites = (mode & GROUP_WRITE) != 0 && number(attributes, "gid") != owner;
    if (!isLink && ((mode & OTHERS_WRITE) != 0 || groupWrites)) {
      return Optional.of(
          new Finding(
              path.toString(),
              "a configuration in the current folder that others can write",
              "chmod go-w " + path));
    }
    return Optional.empty();
  }

  private static int number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Integer number ? number : -1;
  }
}
