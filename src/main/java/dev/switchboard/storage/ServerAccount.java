package dev.switchboard.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The account that the embedded server runs under. PostgreSQL refuses to run as root, in containers
 * as anywhere.
 */
sealed interface ServerAccount {
  /** What stands before a command so that it runs under this account. */
  List<String> prefix();

  /** Gives the account what it must own. */
  void own(Path path) throws IOException;

  /** We are not root: the server runs as we do. */
  record Ours() implements ServerAccount {
    @Override
    public List<String> prefix() {
      return List.of();
    }

    @Override
    public void own(Path path) {}
  }

  /**
   * We are root: a user namespace without a mapping, in which the server sees itself and its files
   * as owned by nobody, while the files stay root's. It has none of root's capabilities there.
   */
  record Namespace() implements ServerAccount {
    @Override
    public List<String> prefix() {
      return List.of("unshare", "--user");
    }

    @Override
    public void own(Path path) {}
  }

  /**
   * We are root, and namespaces are forbidden here (Docker's default), or the files belong to
   * somebody already.
   */
  record Other(int user, int group) implements ServerAccount {
    @Override
    public List<String> prefix() {
      return List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups");
    }

    @Override
    public void own(Path path) throws IOException {
      Files.setAttribute(path, "unix:uid", user);
      Files.setAttribute(path, "unix:gid", group);
    }
  }

  /** Chooses the account for a server whose files are, or will be, in {@code directory}. */
  static ServerAccount of(Path directory) throws IOException {
    if (new UnixSystem().getUid() != 0) {
      return new Ours();
    }
    var owner = (Integer) Files.getAttribute(directory, "unix:uid");
    if (owner != 0) {
      return new Other(owner, (Integer) Files.getAttribute(directory, "unix:gid"));
    }
    if (namespacesAllowed()) {
      return new Namespace();
    }
    return unprivileged()
        .orElseThrow(() ->
            new StorageRefused(
                "PostgreSQL does not run as root, and this system has no account postgres or nobody; start Switchboard under another"
                    + " account"));
  }

  private static boolean namespacesAllowed() {
    try {
      var probe = new ProcessBuilder("unshare", "--user", "true").redirectErrorStream(true).start();
      return probe.waitFor(5, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The account {@code postgres}, else {@code nobody}. */
  static Optional<Other> unprivileged() throws IOException {
    var accounts = Files.readAllLines(Path.of("/etc/passwd"), UTF_8);
    for (var name : List.of("postgres", "nobody")) {
      for (var line : accounts) {
        var fields = line.split(":", -1);
        if (fields.length > 3 && fields[0].equals(name)) {
          return Optional.of(new Other(Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
        }
      }
    }
    return Optional.empty();
  }
}
