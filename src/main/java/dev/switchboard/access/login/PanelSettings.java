package dev.switchboard.access.login;

import dev.switchboard.values.CheckedValues;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The browser desk; the keys are those of {@code switchboard.panel} in {@code reference.conf}.
 *
 * @param client how Discord knows this server; empty where the desk is off
 * @param superAdminUsers Discord users with every right
 * @param superAdminRoles roles of the staff guild with every right
 * @param sessionIdle a session that is not used for this time ends
 * @param sessionLifetime a session ends after this time, however much it is used
 */
public record PanelSettings(
    Optional<Client> client,
    List<Long> superAdminUsers,
    List<Long> superAdminRoles,
    Duration sessionIdle,
    Duration sessionLifetime) {
  /** A use is noted once in a minute, so a session cannot be much shorter. */
  private static final Duration SHORTEST = Duration.ofMinutes(5);

  /**
   * The client of OAuth2, from the page OAuth2 of Discord's developer portal.
   *
   * @param redirectUrl the address of {@code /api/auth/callback} as browsers reach it; Discord
   *     compares it character by character with those that the portal lists
   */
  public record Client(String id, String secret, URI redirectUrl) {
    @Override
    public String toString() {
      return "Client[id=%s, redirectUrl=%s]".formatted(id, redirectUrl);
    }
  }

  /** Reads them. What belongs to the client has to be there only where the desk is on. */
  public static PanelSettings of(CheckedValues values) {
    Optional<Client> client = Optional.empty();
    if (values.flag("panel.enabled")) {
      values.required("panel.redirect-url", "the address of this server's /api/auth/callback");
      client =
          Optional.of(
              new Client(
                  String.valueOf(values.requiredId("panel.client-id", "the application's id")),
                  values.secret("panel.client-secret", "the application's client secret"),
                  values.url("panel.redirect-url").orElse(URI.create("http://localhost"))));
    }
    Duration idle = values.duration("panel.session-idle", SHORTEST, Duration.ofDays(365));
    Duration lifetime = values.duration("panel.session-lifetime", SHORTEST, Duration.ofDays(365));
    if (lifetime.compareTo(idle) < 0) {
      values.wrong("panel.session-lifetime", "no less than panel.session-idle");
      lifetime = idle;
    }
    return new PanelSettings(
        client,
        values.ids("panel.super-admin-users"),
        values.ids("panel.super-admin-roles"),
        idle,
        lifetime);
  }

  public PanelSettings {
    superAdminUsers = List.copyOf(superAdminUsers);
    superAdminRoles = List.copyOf(superAdminRoles);
  }
}
