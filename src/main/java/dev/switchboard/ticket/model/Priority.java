package dev.switchboard.ticket.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The urgency of a ticket for staff, least urgent first. */
public enum Priority {
  LOW,
  NORMAL,
  HIGH,
  URGENT;

  /** As it is typed, shown and kept in tables: {@code high}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The words of all priorities, least urgent first. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Priority::word).toList();
  }

  /** The priority with this word; empty for any other text. */
  public static Optional<Priority> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
