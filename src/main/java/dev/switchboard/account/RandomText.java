package dev.switchboard.account;

import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Random names, tokens and passwords, each character as likely as any other. */
final class RandomText {
  private static final String NAME = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String PASSWORD =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /** 62 bits: a collision is very rare, and then another name is taken. */
  private static final int NAME_LENGTH = 12;

  private static final int TOKEN_LENGTH = 24;

  /** 142 bits. */
  private static final int PASSWORD_LENGTH = 24;

  /** Four groups of four: 82 bits, so that a plain hash protects it. */
  private static final int RECOVERY_GROUPS = 4;

  private static final int RECOVERY_GROUP = 4;

  private final SecureRandom random = new SecureRandom();

  String name() {
    return text(NAME, NAME_LENGTH);
  }

  /** A registration token of 124 bits. */
  String token() {
    return text(NAME, TOKEN_LENGTH);
  }

  String password() {
    return text(PASSWORD, PASSWORD_LENGTH);
  }

  /** A recovery code, as {@code k3pd-09qa-zz71-m4xw}. */
  String recoveryCode() {
    return Stream.generate(() -> text(NAME, RECOVERY_GROUP))
        .limit(RECOVERY_GROUPS)
        .collect(Collectors.joining("-"));
  }

  private String text(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
