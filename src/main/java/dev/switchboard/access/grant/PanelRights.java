package dev.switchboard.access.grant;

import java.util.concurrent.CompletionStage;

/**
 * The port that says what a Discord user may do at the desk in a browser, with what was known half
 * a second ago at most; what was granted or revoked on this node counts at once. Thread-safe.
 */
@FunctionalInterface
public interface PanelRights {
  /**
   * The rights of a user. Fails with {@link StaffUnknown} where nothing is known of the user and
   * Discord does not answer, and otherwise where the database is out of reach.
   */
  CompletionStage<PanelAccess> of(long user);
}
