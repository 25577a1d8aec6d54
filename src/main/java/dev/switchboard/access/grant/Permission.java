package dev.switchboard.access.grant;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.switchboard.access.Right;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A permission of the desk in a browser, which is granted to a user or a role of the staff guild.
 * Its word stands in the REST API and in the journal: it never changes.
 */
public enum Permission {
  VIEW_TICKETS("view_tickets", Right.VIEW_TICKETS),
  /** Who answers members reads what they write. */
  MANAGE_TICKETS("manage_tickets", Right.VIEW_TICKETS, Right.ANSWER_MEMBERS),
  VIEW_CONFIG("view_config", Right.VIEW_CONFIGURATION),
  /** Who changes the configuration reads it, and may start and stop the bot by it. */
  EDIT_CONFIG("edit_config", Right.VIEW_CONFIGURATION, Right.CHANGE_SETTINGS, Right.STEER_BOT),
  MANAGE_API_KEYS("manage_api_keys", Right.MANAGE_KEYS),
  VIEW_BANS("view_bans", Right.VIEW_BANS),
  MANAGE_CATEGORIES("manage_categories", Right.MANAGE_CATEGORIES),
  /** Who decides what others may do also ends their sessions. */
  MANAGE_PERMISSIONS("manage_permissions", Right.MANAGE_PERMISSIONS, Right.MANAGE_SESSIONS),
  VIEW_AUDIT("view_audit", Right.VIEW_AUDIT);

  /** What clients of Rustmail send. It is taken, and never shown. */
  private static final Map<String, Permission> OF_RUSTMAIL =
      Map.of("view_panel", VIEW_TICKETS, "manage_config", EDIT_CONFIG, "manage_bot", EDIT_CONFIG);

  private final String word;
  private final Set<Right> rights;

  Permission(String word, Right... rights) {
    this.word = word;
    this.rights = Set.of(rights);
  }

  /**
   * The permission of that word. The words {@code view_panel}, {@code manage_config} and {@code
   * manage_bot} of Rustmail mean {@link #VIEW_TICKETS}, {@link #EDIT_CONFIG} and {@link
   * #EDIT_CONFIG}.
   */
  public static Optional<Permission> of(String word) {
    return Arrays.stream(values())
        .filter(permission -> permission.word.equals(word))
        .findFirst()
        .or(() -> Optional.ofNullable(OF_RUSTMAIL.get(word)));
  }

  /** The permissions that somebody with these rights has in effect. */
  static Set<Permission> within(Collection<Right> held) {
    Set<Permission> within = EnumSet.noneOf(Permission.class);
    Arrays.stream(values())
        .filter(permission -> held.containsAll(permission.rights))
        .forEach(within::add);
    return within;
  }

  /** The word for it in requests and answers. */
  @JsonValue
  public String word() {
    return word;
  }

  /** What its holder may ask of the ports. */
  public Set<Right> rights() {
    return rights;
  }
}
