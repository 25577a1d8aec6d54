package dev.switchboard.access;

import dev.switchboard.values.CheckedValues;
import java.nio.file.Path;

/**
 * The settings of administrators' access: the keys below {@code switchboard.admin} in {@code
 * reference.conf}.
 *
 * @param token the root token: empty for a random token in {@code tokenFile}, {@code disabled}, or
 *     the operator's own; a secret, which {@link #toString()} leaves out
 * @param tokenFile the file of the random token
 * @param audit the limits on audit entries that are not changes of administrators
 */
public record AdminSettings(String token, Path tokenFile, Audit audit) {
  /**
   * The limits on the audit log, except for the changes of administrators, which are kept for ever.
   *
   * @param refusalsPerMinute the number of refusals listed in a minute, counted apart for
   *     strangers, administrators and people at each other surface; one entry has the number of all
   *     further refusals
   * @param readDays how many days reads are kept; 0 for ever
   * @param refusalDays how many days refusals are kept; 0 for ever
   * @param staffDays how many days acts of staff are kept; 0 for ever
   */
  public record Audit(int refusalsPerMinute, int readDays, int refusalDays, int staffDays) {}

  /**
   * Reads the settings.
   *
   * @param tokenFile the file for a random token
   */
  public static AdminSettings of(CheckedValues values, Path tokenFile) {
    String key = "admin.root-token";
    String token = values.secret(key);
    if (!token.isEmpty() && !token.equals(RootToken.DISABLED) && !RootToken.isLongEnough(token)) {
      values.unusable(
          key,
          "a token of %d characters".formatted(token.codePointCount(0, token.length())),
          "%d characters at least, as the made one has 43, or disabled"
              .formatted(RootToken.SHORTEST));
    }
    return new AdminSettings(
        token,
        tokenFile,
        new Audit(
            values.number("admin.audit-refusals-per-minute", 1, 100_000),
            values.number("admin.audit-read-days", 0, 36_500),
            values.number("admin.audit-refusal-days", 0, 36_500),
            values.number("admin.audit-staff-days", 0, 36_500)));
  }

  /**
   * The root token of these settings; a random token is made if there is none yet.
   *
   * @throws AccessRefused if its file cannot be made, read, or kept from others
   */
  public RootToken rootToken() {
    return RootToken.of(token, tokenFile);
  }

  @Override
  public String toString() {
    return "AdminSettings[token=%s, tokenFile=%s]"
        .formatted(token.isEmpty() || token.equals(RootToken.DISABLED) ? token : "***", tokenFile);
  }
}
