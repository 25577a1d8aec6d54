package dev.switchboard.storage.postgres;

import dev.switchboard.storage.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives files of a server to another account. The folder itself is root's and closed until all in
 * it has changed hands, and changes hands last: so its former owner cannot interfere, and a
 * handover that a power cut ended is seen and brought to its end by the next one. Links are not
 * followed. For root.
 */
final class Handover {
  private static final ServerAccount.Other ROOT = new ServerAccount.Other(0, 0);

  private final ServerAccount.Other heir;
  private boolean begun;

  Handover(ServerAccount account) {
    this.heir =
        switch (account) {
          case ServerAccount.Other other -> other;
          // There, the files of the server are root's.
          case ServerAccount.Namespace _, ServerAccount.Ours _ -> ROOT;
        };
  }

  /** Whether anything has changed hands by now. */
  boolean begun() {
    return begun;
  }

  /** Gives all of the tree that is not the heir's. */
  void give(Path tree) throws IOException {
    if (consists(tree, Set.of(heir.user()))) {
      return;
    }
    own(tree, ROOT);
    Directories.permit(tree, "rwx------");
    try (Stream<Path> content = Files.walk(tree)) {
      for (Path path : (Iterable<Path>) content::iterator) {
        if (!path.equals(tree)) {
          own(path, heir);
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
    own(tree, heir);
  }

  /** Whether all of the tree is the heir's; what root wrote there since does not count. */
  boolean isDone(Path tree) throws IOException {
    return owner(tree) == heir.user() && consists(tree, Set.of(heir.user(), ROOT.user()));
  }

  private static boolean consists(Path tree, Set<Integer> owners) throws IOException {
    try (Stream<Path> content = Files.walk(tree)) {
      for (Path path : (Iterable<Path>) content::iterator) {
        if (!owners.contains(owner(path))) {
          return false;
        }
      }
      return true;
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** As {@code chown} takes them. */
  static String numbers(ServerAccount account) {
    ServerAccount.Other heir = new Handover(account).heir;
    return heir.user() + ":" + heir.group();
  }

  private void own(Path path, ServerAccount.Other account) throws IOException {
    if (owner(path) != account.user()) {
      account.own(path);
      begun = true;
    }
  }

  private static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }
}
