package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** Who said something in a ticket, and to whom. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Author.OfMember.class, name = "member"),
  @JsonSubTypes.Type(value = Author.OfReply.class, name = "reply"),
  @JsonSubTypes.Type(value = Author.OfNote.class, name = "note"),
  @JsonSubTypes.Type(value = Author.OfRemark.class, name = "remark")
})
public sealed interface Author {
  /**
   * The side at which being shown is the delivery of what was said; at its own side it is a copy.
   * Empty where it is delivered to nobody.
   */
  default Optional<PlannedAction.Target> audience() {
    return switch (this) {
      case OfMember _, OfRemark _ -> Optional.of(PlannedAction.Target.STAFF);
      case OfReply _ -> Optional.of(PlannedAction.Target.MEMBER);
      case OfNote _ -> Optional.empty();
    };
  }

  /** The member, to staff. */
  record OfMember(String name) implements Author {}

  /**
   * Staff, to the member.
   *
   * @param signature the name that the member sees, fixed when it was said
   * @param removeSource whether the command message goes once all is stored
   */
  record OfReply(Staff staff, String signature, boolean anonymous, boolean removeSource)
      implements Author {}

  /** Staff, among themselves. */
  record OfNote(Staff staff) implements Author {}

  /** The product, to staff, perhaps with something to press. */
  record OfRemark(List<Draft.Button> buttons) implements Author {
    public OfRemark {
      buttons = buttons == null ? List.of() : List.copyOf(buttons);
    }
  }
}
