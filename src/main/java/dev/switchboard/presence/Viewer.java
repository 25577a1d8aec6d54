package dev.switchboard.presence;

import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.text.Graphemes;
import dev.switchboard.text.WellFormed;

/**
 * Somebody who looks at a ticket.
 *
 * @param user Discord's user id
 * @param name the name that is shown, at most {@link #LONGEST_NAME} characters; longer ones are cut
 * @param draft whether there is a text that was not sent
 */
public record Viewer(long user, String name, PresenceState state, boolean draft)
    implements ClusterMessage {
  static final int LONGEST_NAME = 64;

  public Viewer {
    name = Graphemes.shortened(WellFormed.text(name), LONGEST_NAME);
  }

  /** The same person in two browsers: the stronger state, and a draft in either. */
  Viewer with(Viewer other) {
    return new Viewer(
        user, name, state.compareTo(other.state) >= 0 ? state : other.state, draft || other.draft);
  }
}
