package dev.switchboard.ticket.show;

import dev.switchboard.ticket.model.Draft.Field;
import dev.switchboard.ticket.model.Handling;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.HandlingEvent;
import dev.switchboard.ticket.model.Staff;
import java.util.List;

/** What staff read of a ticket's {@link Handling}. Pure. */
public final class HandlingText {
  private HandlingText() {}

  /** The fields in the head of the channel; none for properties with their default. */
  static List<Field> fields(Handling handling) {
    return List.of();
  }

  /** The remark in the channel about a change that was made. */
  public static String changed(HandlingEvent event, Staff by) {
    return "%s changed the ticket.".formatted(Phrases.bold(by.name()));
  }

  /** The remark in the channel about a change that changes nothing. */
  public static String unchanged(HandlingChange change) {
    return "The ticket is like that already.";
  }
}
