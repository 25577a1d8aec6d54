package dev.switchboard.access;

import java.nio.file.Path;

/**
 * How administrators are known; the keys are those of {@code switchboard.admin} in {@code
 * reference.conf}.
 *
 * @param token nothing for a random one in {@code tokenFile}, {@code disabled}, or the operator's
 *     own: a secret, which {@link #toString()} leaves out
 * @param tokenFile where the random one is kept
 */
public record AdminSettings(String token, Path tokenFile) {
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
