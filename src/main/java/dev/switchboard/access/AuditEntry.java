package dev.switchboard.access;

import dev.switchboard.text.Graphemes;
import dev.switchboard.text.WellFormed;
import java.time.Instant;

/**
 * One act of a principal, or an attempt that was refused.
 *
 * @param caller the principal's {@link Principal#name}; empty for a caller who was not let in
 * @param address the network address of the caller; empty where there is none
 * @param surface a {@link Surface#word}: {@code rpc}; {@code node} for a call that was carried out
 *     for another node of the cluster, which has let the caller in and has an entry of its own
 *     about it; {@code discord} for an act of staff
 * @param method as {@code POST}
 * @param resource the object of the act, as {@code /admin/registration} or {@code
 *     /tickets/12/close}
 * @param status an HTTP status, also for acts in Discord
 * @param detail JSON. For a call: the request with secrets masked, and for a refusal the reason.
 *     For an act of staff: ids and lengths, never what anybody wrote. At most {@link
 *     #LONGEST_DETAIL} characters
 */
public record AuditEntry(
    Instant at,
    String caller,
    String address,
    String surface,
    String method,
    String resource,
    int status,
    String detail) {
  /** Enough to see what was meant. */
  public static final int LONGEST_DETAIL = 4_000;

  private static final int LONGEST_WORD = 200;

  public AuditEntry {
    caller = cut(caller, LONGEST_WORD);
    method = cut(method, LONGEST_WORD);
    resource = cut(resource, LONGEST_WORD);
    detail = cut(detail, LONGEST_DETAIL);
  }

  /**
   * Whether nothing was done. 409 is what is left of a change that was tried and taken back, and a
   * change that failed (5xx) may have been done: these are none. Must agree with {@code
   * audit_log_is_passing} of the database.
   */
  public boolean isRefusal() {
    return (status >= 400 && status < 500 && status != 409) || (status >= 400 && isGet());
  }

  /** Whether something was only looked at. */
  public boolean isRead() {
    return status < 400 && isGet();
  }

  private boolean isGet() {
    return method.equals("GET");
  }

  /** PostgreSQL takes no NUL in a text, and no half of a surrogate pair. */
  private static String cut(String text, int longest) {
    return Graphemes.shortened(WellFormed.text(text), longest);
  }
}
