package dev.switchboard.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks whether a configuration file that was found, not named, may be trusted: another user could
 * have put it into the current folder.
 */
final class OwnFile {
  private static final int ROOT = 0;
  private static final int OTHERS_WRITE = 0002;
  private static final int GROUP_WRITE = 0020;
  private static final int STICKY = 01000;

  private OwnFile() {}

  /**
   * The problem with the file, its folder or the folder above, and the remedy. Empty if all belong
   * to that user or to root and only they can write there, or if the system has no such owners. In
   * a sticky folder above, such as {@code /tmp}, others can write but not replace existing files.
   * Of a file that is not there yet, only the folders are checked.
   *
   * @param user the number of the user that runs this process
   * @param group the number of that user's group
   */
  static Optional<ConfigProblem> objection(Path file, int user, int group) {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
      return Optional.empty();
    }
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.resolveSibling("").normalize();
    Path above = folder.resolveSibling("").normalize();
    boolean isThere = Files.exists(absolute, LinkOption.NOFOLLOW_LINKS);
    List<Path> looked = isThere ? List.of(above, folder, absolute) : List.of(above, folder);
    for (Path one : looked) {
      try {
        // If the path is a link, both the link and its target are checked.
        Optional<ConfigProblem> found =
            fault(one, user, group, one.equals(above), LinkOption.NOFOLLOW_LINKS);
        if (found.isEmpty()) {
          found = fault(one, user, group, one.equals(above));
        }
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException unreadable) {
        return Optional.of(
            new ConfigProblem(
                one.toString(), unreadable.toString(), "a file that can be looked at"));
      }
    }
    return Optional.empty();
  }

  private static Optional<ConfigProblem> fault(
      Path path, int user, int group, boolean above, LinkOption... options) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(path, "unix:uid,gid,mode", options);
    int owner = number(attributes, "uid");
    int mode = number(attributes, "mode");
    if (owner != user && owner != ROOT) {
      return Optional.of(
          new ConfigProblem(
              path.toString(),
              "a configuration in the current folder that belongs to another user (%d)"
                  .formatted(owner),
              "one of your own (chown), or one that is named by --config"));
    }
    // A link has no permissions of its own.
    boolean isLink = options.length > 0 && Files.isSymbolicLink(path);
    boolean isKept = above && (mode & STICKY) != 0;
    int writers = number(attributes, "gid");
    boolean groupWrites = (mode & GROUP_WRITE) != 0 && writers != group && writers != ROOT;
    if (!isLink && !isKept && ((mode & OTHERS_WRITE) != 0 || groupWrites)) {
      return Optional.of(
          new ConfigProblem(
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
