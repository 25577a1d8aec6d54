package dev.switchboard.access;

import dev.switchboard.text.Graphemes;
import dev.switchboard.text.WellFormed;
import java.time.Instant;

/**
 * One call of an administrator, or of somebody who would be one.
 *
 * @param caller the name of their token; empty for who was not let in
 * @param address from where they called
 * @param surface by which door: {@code rpc}, or {@code node} for what was done for another node of
 *     the cluster, which has let the caller in and has an entry of its own about it
 * @param method what they wanted, as {@code POST}
 * @param resource of what, as {@code /admin/registration}
 * @param status what they were answered: an HTTP status
 * @param detail what they sent, in JSON with secrets masked, and for a refusal why; at most {@link
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
