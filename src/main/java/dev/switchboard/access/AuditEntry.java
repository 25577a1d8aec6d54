package dev.switchboard.access;

import dev.switchboard.text.Graphemes;
import dev.switchboard.text.WellFormed;
import java.time.Instant;

/**
 * An entry of the audit log: an act of a principal, or a refused attempt.
 *
 * @param caller the principal's {@link Principal#name}; empty for a caller who was not admitted
 * @param address the network address of the caller; empty if there is none
 * @param surface a {@link Surface#word}: {@code rpc}; {@code node} for a call that was carried out
 *     for another node of the cluster, which admitted the caller and wrote its own entry; {@code
 *     discord} for an act of staff
 * @param method such as {@code POST}
 * @param resource the object of the act, such as {@code /admin/registration} or {@code
 *     /tickets/12/close}
 * @param status an HTTP status, also for acts in Discord
 * @param detail JSON. For a call: the request with secrets masked, and for a refusal the reason.
 *     For an act of staff: ids and lengths, never text that people wrote. At most {@link
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
  /** The longest detail, in characters: enough to understand the request. */
  public static final int LONGEST_DETAIL = 4_000;

  private static final int LONGEST_WORD = 200;

  public AuditEntry {
    caller = cut(caller, LONGEST_WORD);
    method = cut(method, LONGEST_WORD);
    resource = cut(resource, LONGEST_WORD);
    detail = cut(detail, LONGEST_DETAIL);
  }

  /**
   * Whether the entry is a refusal, so that nothing was changed. A 409 is no refusal, because the
   * change was tried and undone; nor is a failed change (5xx), which may have been done. Must agree
   * with {@code audit_log_is_passing} of the database.
   */
  public boolean isRefusal() {
    return (status >= 400 && status < 500 && status != 409) || (status >= 400 && isGet());
  }

  /** Whether the entry is a read. */
  public boolean isRead() {
    return status < 400 && isGet();
  }

  /**
   * Whether it is of people who are no administrators: those are known at the admin RPC alone, and
   * at the node that a call is carried out at. Must agree with {@code audit_log_kind} of the
   * database.
   */
  public boolean isOfStaff() {
    return !surface.equals(Surface.RPC.word()) && !surface.equals(Surface.NODE.word());
  }

  private boolean isGet() {
    return method.equals("GET");
  }

  /** PostgreSQL accepts no NUL in a text, and no half of a surrogate pair. */
  private static String cut(String text, int longest) {
    return Graphemes.shortened(WellFormed.text(text), longest);
  }
}
