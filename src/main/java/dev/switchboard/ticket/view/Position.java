package dev.switchboard.ticket.view;

import java.util.OptionalLong;

/**
 * The part of a list that is asked for, by a place in it. What comes into the list meanwhile moves
 * none of its other rows into another part.
 *
 * @param direction the way from the place
 * @param from the key of the row beside which the part begins; empty for the end of the list that
 *     the direction begins at
 * @param limit rows at most, 1 to 200
 */
public record Position(Direction direction, OptionalLong from, int limit) {
  /** A way through a list. */
  public enum Direction {
    /** From the smallest key to the largest. */
    UP,
    /** From the largest key to the smallest. */
    DOWN
  }
}
