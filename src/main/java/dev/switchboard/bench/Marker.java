package dev.switchboard.bench;

import java.util.function.IntConsumer;

/**
 * The number of a message as a text that is found again in every form of the message: in its event,
 * and in the post that shows it among others.
 */
final class Marker {
  private static final byte[] START = {'x', 'q'};
  private static final byte[] END = {'q', 'x'};
  private static final int DIGITS = 8;

  private Marker() {}

  /** The marker, such as {@code xq00000042qx}. */
  static String of(int number) {
    return "xq%0{digits}dqx".replace("{digits}", Integer.toString(DIGITS)).formatted(number);
  }

  /** Finds every number in a text, in order. */
  static void find(byte[] text, IntConsumer found) {
    int last = text.length - START.length - DIGITS - END.length;
    for (int at = 0; at <= last; at++) {
      if (text[at] == START[0] && text[at + 1] == START[1]) {
        int number = number(text, at + START.length);
        if (number >= 0) {
          found.accept(number);
          at += START.length + DIGITS + END.length - 1;
        }
      }
    }
  }

  private static int number(byte[] text, int from) {
    int number = 0;
    for (int at = from; at < from + DIGITS; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    boolean ended = text[from + DIGITS] == END[0] && text[from + DIGITS + 1] == END[1];
    return ended ? number : -1;
  }
}
