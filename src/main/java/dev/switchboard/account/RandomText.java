package dev.switchboard.account;

import java.security.SecureRandom;

/** Names and passwords that nobody can guess, each character as likely as any other. */
final class RandomText {
  private static final String NAME = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String PASSWORD =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /** 62 bits: two of them are the same once in a long while, and then another is taken. */
  private static final int NAME_LENGTH = 12;

  private static final int TOKEN_LENGTH = 24;

  /** 142 bits. */
  private static final int PASSWORD_LENGTH = 24;

  private final SecureRandom random = new SecureRandom();

  String name() {
    return text(NAME, NAME_LENGTH);
  }

  /** Of 124 bits, for registration. */
  String token() {
    return text(NAME, TOKEN_LENGTH);
  }

  String password() {
    return text(PASSWORD, PASSWORD_LENGTH);
  }

  private String text(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
