package dev.switchboard.ticket.view;

/** A question to the tables took longer than it may, and was given up. */
public final class QueryTooSlow extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public QueryTooSlow(Throwable cause) {
    super("the database did not answer in time", cause);
  }
}
