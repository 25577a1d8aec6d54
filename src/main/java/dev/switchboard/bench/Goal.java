package dev.switchboard.bench;

import java.util.Locale;

/** What a figure should be. */
sealed interface Goal {
  boolean isMet(double figure);

  /** As it stands in the table. */
  String text();

  /** It is only reported. */
  record None() implements Goal {
    @Override
    public boolean isMet(double figure) {
      return true;
    }

    @Override
    public String text() {
      return "";
    }
  }

  /** So much, or less. */
  record AtMost(double limit) implements Goal {
    @Override
    public boolean isMet(double figure) {
      return figure <= limit;
    }

    @Override
    public String text() {
      return "≤ " + number(limit);
    }
  }

  /** So much, or more. */
  record AtLeast(double limit) implements Goal {
    @Override
    public boolean isMet(double figure) {
      return figure >= limit;
    }

    @Override
    public String text() {
      return "≥ " + number(limit);
    }
  }

  /** As many digits as say something. */
  static String number(double value) {
    String form = value == Math.rint(value) ? "%.0f" : value < 10 ? "%.2f" : "%.1f";
    return String.format(Locale.ROOT, form, value);
  }
}
