package dev.switchboard.ticket.show;

import dev.switchboard.text.Message;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Draft.Field;
import dev.switchboard.ticket.model.Handling;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.HandlingEvent;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.Staff;
import java.util.ArrayList;
import java.util.List;

/** The texts for staff about a ticket's {@link Handling}. Pure. */
public final class HandlingText {
  private HandlingText() {}

  /** The fields in the head of the channel; none for properties with their default value. */
  static List<Field> fields(Words words, Handling handling) {
    List<Field> fields = new ArrayList<>();
    if (handling.priority() != Handling.DEFAULT.priority()) {
      fields.add(
          new Field(
              words.of(new HeadMessage.PriorityField()),
              words.of(new HeadMessage.PriorityName(handling.priority())),
              true));
    }
    return fields;
  }

  /** The remark in the channel about a change that was made. */
  public static Message changed(HandlingEvent event, Staff by) {
    String who = Phrases.bold(by.name());
    return switch (event) {
      case HandlingEvent.PrioritySet(Priority set) ->
          new RemarkMessage.PrioritySet(who, new HeadMessage.PriorityName(set));
    };
  }

  /** The remark in the channel about a change that changes nothing. */
  public static Message unchanged(HandlingChange change) {
    return switch (change) {
      case HandlingChange.SetPriority(Priority wanted) ->
          new RemarkMessage.PriorityAlready(new HeadMessage.PriorityName(wanted));
    };
  }
}
