package dev.switchboard.access;

import dev.switchboard.values.CheckedValues;
import java.nio.file.Path;

/**
 * How administrators are known; the keys are those of {@code switchboard.admin} in {@code
 * reference.conf}.
 *
 * @param token nothing for a random one in {@code tokenFile}, {@code disabled}, or the operator's
 *     own: a secret, which {@link #toString()} leaves out
 * @param tokenFile where the random one is kept
 * @param audit what is listed and kept of calls that changed nothing
 */
public record AdminSettings(String token, Path tokenFile, Audit audit) {
  /**
   * How much there is in the audit log besides the changes of administrators, which are in it for
   * ever.
   *
   * @param refusalsPerMinute how many refusals are listed in a minute, those of strangers, of
   *     administrators and of people in Discord each; how many more there were is one entry
   * @param readDays how many days reads are kept; 0 for ever
   * @param refusalDays how many days refusals are kept; 0 for ever
   * @param staffDays how many days acts of staff are kept; 0 for ever
   */
  public record Audit(int refusalsPerMinute, int readDays, int refusalDays, int staffDays) {}

  /**
   * Reads them.
   *
   * @param tokenFile where a random token is kept
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
   * The root token as it is set; a random one is made where there is none yet.
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
