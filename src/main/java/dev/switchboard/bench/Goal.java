package dev.switchboard.bench;

import java.util.Locale;

/** The goal of a figure. */
sealed interface Goal {
  boolean isMet(double figure);

  /** The text in the table. */
  String text();

  /** No goal: the figure is only reported. */
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

  /** At most the limit. */
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

  /** At least the limit. */
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

  /** The number with its significant digits. */
  static String number(double value) {
    String form = value == Math.rint(value) ? "%.0f" : value < 10 ? "%.2f" : "%.1f";
    return String.format(Locale.ROOT, form, value);
  }
}
