package dev.switchboard.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.security.auth.module.UnixSystem;
import dev.switchboard.storage.StorageRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The account that the embedded server runs under. PostgreSQL refuses to run as root, also in
 * containers.
 */
sealed interface ServerAccount {
  /** The first id for {@link #own}; systemd lists 60578 to 61183 as unused. */
  int FIRST_OWN = 60_932;

  int LAST_OWN = 61_183;

  /** The usual id of the account nobody, under any name. */
  int NOBODY = 65_534;

  /** The names of accounts that other services of a system may use, too. */
  List<String> SHARED = List.of("nobody", "postgres");

  /** The prefix that makes a command run under this account. */
  List<String> prefix();

  /** Gives a file to the account. */
  void own(Path path) throws IOException;

  /** The account of this process, if it is not root. */
  record Ours() implements ServerAccount {
    @Override
    public List<String> prefix() {
      return List.of();
    }

    @Override
    public void own(Path path) {}
  }

  /**
   * A user namespace without a mapping, for root if the account of {@link #own} cannot reach the
   * directory. In it, the server sees itself and its files as owned by nobody, while the files stay
   * root's. It has none of root's capabilities.
   */
  record Namespace() implements ServerAccount {
    @Override
    public List<String> prefix() {
      return List.of("unshare", "--user");
    }

    @Override
    public void own(Path path) {}
  }

  /** Another account, for root; known by its numeric ids. */
  record Other(int user, int group) implements ServerAccount {
    @Override
    public List<String> prefix() {
      return List.of(
          "setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups", "--no-new-privs");
    }

    /**
     * Does not follow links, which a former owner of a directory may have left. The user is changed
     * last, so that a file with the right user has the right group, too.
     */
    @Override
    public void own(Path path) throws IOException {
      Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /**
   * Chooses the account for a server whose files are, or will be, in {@code directory}. For root it
   * is the owner of the directory, else an account of its own. Accounts that other services may use
   * are replaced, although former versions chose them.
   *
   * @param programs a directory that the account must reach as well
   */
  static ServerAccount of(Path directory, Path programs) throws IOException {
    if (new UnixSystem().getUid() != 0) {
      return new Ours();
    }
    ServerAccount owner = ownerOf(directory);
    if (owner instanceof Other other && !shared().contains(other.user())) {
      return other;
    }
    Other own = own();
    // The owner of the directory can pass through all folders above it.
    if (reaches(own, Stream.of(directory.toAbsolutePath().getParent(), programs))) {
      return own;
    }
    if (owner instanceof Other) {
      return owner;
    }
    if (namespacesAllowed()) {
      return owner;
    }
    throw new StorageRefused(
        ("PostgreSQL does not run as root, and the account %d, under which it would run, cannot"
                + " reach %s: let all folders above it be passed through (chmod o+x), choose another"
                + " place for the data, or start Switchboard under another account")
            .formatted(own.user(), directory));
  }

  /** The account under which the server of these files ran before. */
  static ServerAccount ownerOf(Path directory) throws IOException {
    if (new UnixSystem().getUid() != 0) {
      return new Ours();
    }
    int owner = (Integer) Files.getAttribute(directory, "unix:uid");
    return owner == 0
        ? new Namespace()
        : new Other(owner, (Integer) Files.getAttribute(directory, "unix:gid"));
  }

  /**
   * The first id of the range that no account or group has. A numeric id needs no name, so nothing
   * is added to the system's accounts. Neither Debian's policy nor systemd assigns these ids, and
   * they are mapped in containers of rootless users.
   */
  static Other own() throws IOException {
    Set<Integer> taken = new HashSet<>(ids(Path.of("/etc/passwd")).values());
    taken.addAll(ids(Path.of("/etc/group")).values());
    int free =
        IntStream.rangeClosed(FIRST_OWN, LAST_OWN)
            .filter(id -> !taken.contains(id))
            .findFirst()
            .orElse(FIRST_OWN);
    return new Other(free, free);
  }

  /**
   * The account that makes the files of a new server, before they are given to {@code account}:
   * only initdb needs an account with a name.
   */
  static ServerAccount makerFor(ServerAccount account) throws IOException {
    Map<String, Integer> accounts = ids(Path.of("/etc/passwd"));
    if (!(account instanceof Other other) || accounts.containsValue(other.user())) {
      return account;
    }
    if (namespacesAllowed()) {
      return new Namespace();
    }
    for (String name : SHARED) {
      if (accounts.containsKey(name)) {
        return new Other(accounts.get(name), accounts.get(name));
      }
    }
    throw new StorageRefused(
        "initdb needs an account that has a name, and this system has no account nobody; start"
            + " Switchboard under another account than root");
  }

  /**
   * The ids of system accounts that former versions used for the server, and that other services
   * may use.
   */
  static Set<Integer> shared() throws IOException {
    Map<String, Integer> accounts = ids(Path.of("/etc/passwd"));
    Set<Integer> shared = new HashSet<>(Set.of(NOBODY));
    for (String name : SHARED) {
      if (accounts.containsKey(name)) {
        shared.add(accounts.get(name));
      }
    }
    return shared;
  }

  private static Map<String, Integer> ids(Path accounts) throws IOException {
    Map<String, Integer> ids = new HashMap<>();
    if (Files.exists(accounts)) {
      for (String line : Files.readAllLines(accounts, UTF_8)) {
        String[] fields = line.split(":", -1);
        if (fields.length > 2 && fields[2].matches("\\d{1,9}")) {
          ids.put(fields[0], Integer.valueOf(fields[2]));
        }
      }
    }
    return ids;
  }

  private static boolean reaches(Other account, Stream<Path> directories) {
    return directories.allMatch(directory -> {
      List<String> command = new ArrayList<>(account.prefix());
      command.addAll(List.of("test", "-x", String.valueOf(directory)));
      return succeeds(command);
    });
  }

  private static boolean namespacesAllowed() {
    return succeeds(List.of("unshare", "--user", "true"));
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process probe =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor(5, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
