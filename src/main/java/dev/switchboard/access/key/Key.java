package dev.switchboard.access.key;

import dev.switchboard.entity.ClusterMessage;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a key, without the key.
 *
 * @param number never used again
 * @param name 1 to 100 characters; several keys may have the same
 * @param preview the beginning of the key, with eight of its 64 digits
 * @param permissions as they were given, without what they include
 * @param by the principal that made it
 * @param expires from when on it is good no more; empty for never
 * @param used the last use, up to a minute late; empty before the first
 */
public record Key(
    long number,
    String name,
    String preview,
    Set<KeyPermission> permissions,
    Instant created,
    String by,
    Optional<Instant> expires,
    Optional<Revocation> revoked,
    Optional<Instant> used)
    implements ClusterMessage {
  public Key {
    permissions = KeyPermission.inOrder(permissions);
  }

  /** When it was revoked, and by which principal. */
  public record Revocation(String by, Instant at) {}

  /** Whether it opens anything at that time: it is neither revoked nor expired. */
  public boolean isGoodAt(Instant now) {
    return revoked.isEmpty() && expires.map(now::isBefore).orElse(true);
  }

  Key usedAt(Instant at) {
    return new Key(
        number, name, preview, permissions, created, by, expires, revoked, Optional.of(at));
  }

  Key revoked(Revocation revocation) {
    return new Key(
        number, name, preview, permissions, created, by, expires, Optional.of(revocation), used);
  }
}
