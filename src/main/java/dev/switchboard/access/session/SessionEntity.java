package dev.switchboard.access.session;

import dev.switchboard.access.session.Session.Event;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import dev.switchboard.entity.Retention;

/** How sessions are persistent entities. */
public final class SessionEntity {
  /** Twice as many events of a session are in the journal at most. */
  static final int SNAPSHOT_EVERY = 20;

  /**
   * One entity for each session. Its uses are deleted from the journal once a snapshot has what
   * came of them.
   */
  public static final Kind<Session, Event> KIND =
      Kind.<Session, Event>of(
              "Session",
              new Format<>("session-events", 1026, Event.class),
              new Session.Absent(),
              Session::apply)
          .withSnapshots(new Format<>("session-state", 1027, Session.class))
          .keeping(new Retention(SNAPSHOT_EVERY, 1, true));

  private SessionEntity() {}
}
