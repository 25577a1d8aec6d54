package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** The author of an entry, and with it the side that the entry is for. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Author.OfMember.class, name = "member"),
  @JsonSubTypes.Type(value = Author.OfReply.class, name = "reply"),
  @JsonSubTypes.Type(value = Author.OfNote.class, name = "note"),
  @JsonSubTypes.Type(value = Author.OfRemark.class, name = "remark")
})
public sealed interface Author {
  /**
   * The side to which the entry is delivered; what the author's own side sees is a copy. Empty for
   * an entry that is delivered to nobody.
   */
  default Optional<PlannedAction.Target> audience() {
    return switch (this) {
      case OfMember _, OfRemark _ -> Optional.of(PlannedAction.Target.STAFF);
      case OfReply _ -> Optional.of(PlannedAction.Target.MEMBER);
      case OfNote _ -> Optional.empty();
    };
  }

  /** The member writes to staff. */
  record OfMember(String name) implements Author {}

  /**
   * Staff write to the member.
   *
   * @param signature the name that the member sees, fixed when the reply is written
   * @param removeSource whether the command message is deleted once the reply and its files are
   *     stored
   */
  record OfReply(Staff staff, String signature, boolean anonymous, boolean removeSource)
      implements Author {}

  /** Staff write to other staff. */
  record OfNote(Staff staff) implements Author {}

  /** The server writes to staff, with buttons or without. */
  record OfRemark(List<Draft.Button> buttons) implements Author {
    public OfRemark {
      buttons = buttons == null ? List.of() : List.copyOf(buttons);
    }
  }
}
