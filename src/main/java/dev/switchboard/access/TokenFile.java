package dev.switchboard.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root token in a file that only its owner may read. Writing another token into the file
 * rotates it, because the file is checked again after at most a second. Thread-safe.
 */
public final class TokenFile implements RootToken {
  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

  private static final Set<PosixFilePermission> PRIVATE =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

  /** The largest size of a token file, in bytes. */
  private static final int LONGEST = 1024;

  private record Seen(FileTime modified, Object key, long size, Optional<String> hash, long at) {
    boolean isOf(BasicFileAttributes file) {
      return modified.equals(file.lastModifiedTime())
          && key.equals(String.valueOf(file.fileKey()))
          && size == file.size();
    }

    Seen seenAgain(long now) {
      return new Seen(modified, key, size, hash, now);
    }
  }

  private final Path file;
  private volatile Seen seen;

  private TokenFile(Path file, Seen seen) {
    this.file = file;
    this.seen = seen;
  }

  /**
   * Reads the token; makes one if there is none.
   *
   * @throws AccessRefused if it cannot be made, read, or kept from others
   */
  static TokenFile open(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) == 0) {
        make(file);
      }
      return new TokenFile(file, read(file, System.nanoTime()));
    } catch (IOException e) {
      throw new AccessRefused("the admin token in %s: %s".formatted(file, words(e)), e);
    }
  }

  /**
   * The token itself, for a person who may read the file; made if there is none.
   *
   * @throws AccessRefused if it cannot be made, read, or kept from others
   */
  public static String show(Path file) {
    open(file);
    try {
      return content(file);
    } catch (IOException e) {
      throw new AccessRefused("the admin token in %s: %s".formatted(file, words(e)), e);
    }
  }

  /**
   * Replaces the token by a new one, and returns it.
   *
   * @throws AccessRefused if it cannot be written; the former token is then still valid
   */
  public static String rotate(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      String token = Secret.random();
      Path draft = draft(file, token);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return token;
    } catch (IOException e) {
      throw new AccessRefused("the admin token in %s: %s".formatted(file, words(e)), e);
    }
  }

  @Override
  public Optional<String> hash() {
    Seen last = seen;
    long now = System.nanoTime();
    if (now - last.at() < LOOK_AGAIN) {
      return last.hash();
    }
    try {
      BasicFileAttributes attributes = attributes(file);
      if (last.isOf(attributes)) {
        seen = last.seenAgain(now);
      } else {
        seen = read(file, now);
        LOG.info("The admin token has been replaced; the former one is good no more.");
      }
    } catch (IOException | AccessRefused e) {
      if (last.hash().isPresent()) {
        LOG.warn(
            "The admin token in {} cannot be read any more, so nobody has it: {}", file, words(e));
      }
      seen = new Seen(FileTime.fromMillis(0), "", -1, Optional.empty(), now);
    }
    return seen.hash();
  }

  private static Seen read(Path file, long now) throws IOException {
    keepPrivate(file);
    BasicFileAttributes attributes = attributes(file);
    String token = content(file);
    if (token.isEmpty()) {
      throw new AccessRefused("the admin token in %s is empty".formatted(file));
    }
    if (!RootToken.isLongEnough(token)) {
      throw new AccessRefused(
          "the admin token in %s has fewer than %d characters; replace it: switchboard admin-token --rotate"
              .formatted(file, SHORTEST));
    }
    return new Seen(
        attributes.lastModifiedTime(),
        String.valueOf(attributes.fileKey()),
        attributes.size(),
        Optional.of(Secret.hash(token)),
        now);
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile() || attributes.size() > LONGEST) {
      throw new AccessRefused("%s is no file with a token".formatted(file));
    }
    return attributes;
  }

  private static String content(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).strip();
  }

  /** Makes the file private, and warns if others could have read it until now. */
  private static void keepPrivate(Path file) throws IOException {
    Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
    EnumSet<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
    others.addAll(allowed);
    others.removeAll(PRIVATE);
    others.remove(PosixFilePermission.OWNER_EXECUTE);
    if (others.isEmpty()) {
      return;
    }
    Files.setPosixFilePermissions(file, PRIVATE);
    LOG.warn(
        "{} could be read by others of this machine ({}), which has been ended; replace the token:"
            + " switchboard admin-token --rotate",
        file,
        PosixFilePermissions.toString(allowed));
  }

  /** Makes the file with its whole content in one step; replaces no file except an empty one. */
  private static void make(Path file) throws IOException {
    Path draft = draft(file, Secret.random());
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException thereIsOne) {
      if (Files.size(file) == 0) {
        Files.move(
            draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path draft(Path file, String token) throws IOException {
    Path draft =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            ".admin_token",
            ".draft",
            PosixFilePermissions.asFileAttribute(PRIVATE));
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.US_ASCII.encode(token + "\n"));
      channel.force(true);
    }
    return draft;
  }

  private static String words(Exception e) {
    return e instanceof AccessRefused ? String.valueOf(e.getMessage()) : e.toString();
  }
}
