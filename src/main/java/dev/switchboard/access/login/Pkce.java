package dev.switchboard.access.login;

import dev.switchboard.access.Secret;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The proof that who redeems a code is who asked for it (RFC 7636).
 *
 * @param verifier 43 to 128 of the characters that stand for themselves in addresses (section 4.1)
 */
public record Pkce(String verifier) {
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  public Pkce {
    if (!VERIFIER.matcher(verifier).matches()) {
      throw new IllegalArgumentException("a verifier has 43 to 128 letters, digits and - . _ ~");
    }
  }

  /** One of 256 random bits. */
  static Pkce random() {
    return new Pkce(Secret.random());
  }

  /** The challenge of the method {@code S256} (section 4.2). */
  public String challenge() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(HexFormat.of().parseHex(Secret.hash(verifier)));
  }

  /** Without the verifier. */
  @Override
  public String toString() {
    return "Pkce[" + challenge() + "]";
  }
}
