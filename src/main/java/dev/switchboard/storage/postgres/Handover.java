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
 * Changes the owner of a server's files; for root. During the change the folder itself belongs to
 * root and is closed, and its own owner is changed last. So the former owner cannot interfere, and
 * the next handover notices and completes one that a power cut ended. Links are not followed.
 */
final class Handover {
  private static final ServerAccount.Other ROOT = new ServerAccount.Other(0, 0);

  private final ServerAccount.Other heir;
  private boolean begun;

  Handover(ServerAccount account) {
    this.heir =
        switch (account) {
          case ServerAccount.Other other -> other;
          // In these cases the files of the server belong to root.
          case ServerAccount.Namespace _, ServerAccount.Ours _ -> ROOT;
        };
  }

  /** Whether the owner of any file was changed so far. */
  boolean begun() {
    return begun;
  }

  /** Gives all files of the tree to the new owner. */
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

  /**
   * Whether the whole tree belongs to the new owner, except for files that root has written since.
   */
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

  /** The owner and group as an argument of {@code chown}. */
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
