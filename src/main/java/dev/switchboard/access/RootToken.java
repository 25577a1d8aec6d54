package dev.switchboard.access;

import java.nio.file.Path;
import java.util.Optional;

/** The token with all scopes. Thread-safe. */
public sealed interface RootToken permits RootToken.Off, RootToken.Given, TokenFile {
  /** There is no root token, and no admin RPC. */
  record Off() implements RootToken {
    @Override
    public Optional<String> hash() {
      return Optional.empty();
    }
  }

  /** The operator's own token; only its hash is kept in memory. */
  record Given(String tokenHash) implements RootToken {
    @Override
    public Optional<String> hash() {
      return Optional.of(tokenHash);
    }
  }

  /** The token's SHA-256 in hexadecimal digits; empty while there is none. */
  Optional<String> hash();

  /** The value in the configuration that switches the admin RPC off. */
  String DISABLED = "disabled";

  /**
   * The fewest characters of a token that a person chose: ten guesses a minute from each of many
   * addresses are many guesses.
   */
  int SHORTEST = 20;

  /**
   * Whether a token has at least {@link #SHORTEST} characters, not counting white space around it.
   */
  static boolean isLongEnough(String token) {
    String bare = token.strip();
    return bare.codePointCount(0, bare.length()) >= SHORTEST;
  }

  /**
   * The configured token.
   *
   * @param configured empty for the token in the file, {@link #DISABLED}, or the operator's own
   *     token
   * @param file the file of the random token; made if it does not exist
   * @throws AccessRefused if the file cannot be made, read, or kept from others, or the token is
   *     too short
   */
  static RootToken of(String configured, Path file) {
    return switch (configured) {
      case "" -> TokenFile.open(file);
      case DISABLED -> new Off();
      default -> {
        if (!isLongEnough(configured)) {
          throw new AccessRefused("a token of fewer than %d characters".formatted(SHORTEST));
        }
        yield new Given(Secret.hash(configured));
      }
    };
  }
}
