package dev.switchboard.sandbox.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.SandboxClock;
import dev.switchboard.sandbox.world.User;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** The codes, access tokens and refresh tokens of OAuth2. They are lost at a restart. */
public final class AccessTokens {
  private static final Duration CODE_LIFE = Duration.ofMinutes(10);
  static final Duration TOKEN_LIFE = Duration.ofDays(7);

  /**
   * What a person agreed to.
   *
   * @param challenge the code challenge of RFC 7636 by S256; empty where none was sent
   */
  record Grant(
      User user,
      Application application,
      Set<String> scopes,
      String redirectUri,
      String challenge) {
    /** Whether that is the verifier of the challenge (RFC 7636, section 4.6). */
    boolean isVerifiedBy(String verifier) {
      return challenge.isEmpty() ? verifier.isEmpty() : challenge.equals(s256(verifier));
    }

    private static String s256(String verifier) {
      try {
        return Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("every Java has SHA-256", impossible);
      }
    }
  }

  private record Issued(Grant grant, long until) {}

  private final SandboxClock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Issued> codes = new HashMap<>();
  private final Map<String, Issued> tokens = new HashMap<>();
  private final Map<String, Grant> refreshTokens = new HashMap<>();

  public AccessTokens(SandboxClock clock) {
    this.clock = clock;
  }

  private String secret() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  String code(Grant grant) {
    String code = secret();
    codes.put(code, new Issued(grant, clock.millis() + CODE_LIFE.toMillis()));
    return code;
  }

  /** Redeems a code, which works once. */
  java.util.Optional<Grant> takeCode(String code) {
    return good(codes.remove(code));
  }

  java.util.Optional<Grant> takeRefresh(String token) {
    return java.util.Optional.ofNullable(refreshTokens.remove(token));
  }

  String accessToken(Grant grant) {
    String token = secret();
    tokens.put(token, new Issued(grant, clock.millis() + TOKEN_LIFE.toMillis()));
    return token;
  }

  String refreshToken(Grant grant) {
    String token = secret();
    refreshTokens.put(token, grant);
    return token;
  }

  void revoke(String token) {
    tokens.remove(token);
    refreshTokens.remove(token);
  }

  RestCaller find(String token) {
    return good(tokens.get(token))
        .<RestCaller>map(g -> new RestCaller.Person(g.user(), g.application(), g.scopes()))
        .orElseGet(RestCaller.Nobody::new);
  }

  private java.util.Optional<Grant> good(@org.jspecify.annotations.Nullable Issued issued) {
    return java.util.Optional.ofNullable(issued)
        .filter(i -> i.until() > clock.millis())
        .map(Issued::grant);
  }
}
