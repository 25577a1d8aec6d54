package dev.switchboard.http.endpoint;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie with a session's token. Behind https it is {@code __Host-session_id}, which a browser
 * takes from this host alone and over TLS alone (RFC 6265bis, section 4.1.3); on plain http it is
 * {@code session_id}, since browsers differ on whether they take the prefix there.
 */
public final class SessionCookie {
  private static final String PLAIN = "session_id";
  private static final String PREFIX = "__Host-";

  private final boolean secure;

  /**
   * @param publicUrl the address at which people reach this server
   */
  public SessionCookie(Optional<URI> publicUrl) {
    this.secure = publicUrl.filter(url -> "https".equals(url.getScheme())).isPresent();
  }

  /** The token that a browser sent. Behind https the plain name counts for nothing. */
  public Optional<String> token(ApiRequest request) {
    return request.cookie(name(PLAIN)).filter(token -> !token.isEmpty());
  }

  /** The header that keeps a token in the browser. */
  public String set(String token, Duration lifetime) {
    return cookie(PLAIN, token, lifetime);
  }

  /** The header that takes the token out of the browser. */
  public String clear() {
    return cookie(PLAIN, "", Duration.ZERO);
  }

  /** A name of a cookie of ours, with the prefix where the browser takes it. */
  public String name(String plain) {
    return secure ? PREFIX + plain : plain;
  }

  /** The header of a cookie of ours that no script can read. */
  public String cookie(String plain, String value, Duration lifetime) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
        .formatted(name(plain), value, lifetime.toSeconds(), secure ? "; Secure" : "");
  }
}
