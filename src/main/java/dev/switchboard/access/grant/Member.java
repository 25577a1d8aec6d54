package dev.switchboard.access.grant;

import dev.switchboard.entity.ClusterMessage;
import java.util.Optional;
import java.util.Set;

/**
 * A member of the staff guild.
 *
 * @param id Discord's user id
 * @param name nickname, else display name, else user name
 * @param username Discord's unique name of the user
 * @param avatar the hash of the user's picture, by which Discord serves it; empty for none
 * @param roles without the role of everybody, which each member has
 */
public record Member(
    long id, String name, String username, Optional<String> avatar, Set<Long> roles)
    implements ClusterMessage {
  public Member {
    roles = Set.copyOf(roles);
  }
}
