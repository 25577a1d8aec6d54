package dev.switchboard.access;

import java.nio.file.Path;
import java.util.Optional;

/** The token that is good for everything. Safe for use by several threads. */
public sealed interface RootToken permits RootToken.Off, RootToken.Given, TokenFile {
  /** There is none, and no admin RPC. */
  record Off() implements RootToken {
    @Override
    public Optional<String> hash() {
      return Optional.empty();
    }
  }

  /** The operator's own, of which only the hash is kept in memory. */
  record Given(String tokenHash) implements RootToken {
    @Override
    public Optional<String> hash() {
      return Optional.of(tokenHash);
    }
  }

  /** SHA-256 in hexadecimal digits; empty while there is none. */
  Optional<String> hash();

  /** The word in the configuration that switches the admin RPC off. */
  String DISABLED = "disabled";

  /**
   * Characters of a token that a person chose: ten guesses a minute from each of many addresses are
   * many guesses.
   */
  int SHORTEST = 20;

  /** Whether it has {@link #SHORTEST} characters, blanks around it left out. */
  static boolean isLongEnough(String token) {
    String bare = token.strip();
    return bare.codePointCount(0, bare.length()) >= SHORTEST;
  }

  /**
   * The token as it is configured.
   *
   * @param configured nothing for the one in the file, {@link #DISABLED}, or the operator's own
   * @param file where a random one is kept; made if it is not there
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
