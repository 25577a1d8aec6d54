package dev.switchboard.ticket.model;

/**
 * The numbers by which a ticket knows what caused something ({@code source} of a command). Three
 * kinds share the 64 bits and never meet:
 *
 * <ul>
 *   <li>Discord's ids of messages and interactions: positive, and below {@link #FIRST} until
 *       December 2075, since their upper 42 bits are the milliseconds since 2015.
 *   <li>Acts that no message of Discord's caused, since they came over HTTP: from {@link #FIRST}
 *       upwards, counted by a sequence of the database, which gives no number twice.
 *   <li>Remarks: negative, or 0 for those that never come again.
 * </ul>
 */
public final class ActSource {
  /** The first number of an act that came over HTTP; 2^60 of them follow. */
  public static final long FIRST = 7L << 60;

  private ActSource() {}

  /**
   * The source of the n-th act over HTTP.
   *
   * @param count 1 or more, and below 2^60
   */
  public static long counted(long count) {
    if (count < 1 || count >= 1L << 60) {
      throw new IllegalArgumentException("acts are counted from 1 to 2^60: " + count);
    }
    return FIRST + count;
  }

  /** Whether it is Discord's id of a message or an interaction. */
  public static boolean isOfDiscord(long source) {
    return source > 0 && source < FIRST;
  }

  /** Whether it is of an act that came over HTTP, so that nothing of it stands in Discord. */
  public static boolean isOverHttp(long source) {
    return source >= FIRST;
  }
}
