package dev.switchboard.ticket.view;

import java.util.List;

/**
 * A part of a list.
 *
 * @param rows in the direction of the {@link Position} that was asked for
 * @param more whether there are more rows in this direction
 */
public record Part<T>(List<T> rows, boolean more) {
  public Part {
    rows = List.copyOf(rows);
  }

  /** The part, if one row more than it may have was looked for. */
  public static <T> Part<T> of(List<T> found, int limit) {
    return new Part<>(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
  }
}
