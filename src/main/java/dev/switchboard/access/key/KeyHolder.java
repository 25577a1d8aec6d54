package dev.switchboard.access.key;

import dev.switchboard.access.Principal;
import java.util.Set;

/**
 * A program that has shown a good key.
 *
 * @param number the number of the key
 * @param name the name of the key
 * @param permissions with what they include
 */
public record KeyHolder(long number, String name, Set<KeyPermission> permissions) {
  public KeyHolder {
    permissions = KeyPermission.all(permissions);
  }

  static KeyHolder of(Key key) {
    return new KeyHolder(key.number(), key.name(), key.permissions());
  }

  public boolean may(KeyPermission permission) {
    return permissions.contains(permission);
  }

  /** The same program as the principal of a request. */
  public Principal.ApiKey principal(Principal.Source source) {
    return new Principal.ApiKey(
        "%d (%s)".formatted(number, name), KeyPermission.rights(permissions), source);
  }
}
