package dev.switchboard.ticket.read;

import static dev.switchboard.ticket.read.TicketRows.storable;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Staff;

/** The author of a message, as its columns. A member's id is in the ticket's row. */
record SpeakerColumns(String kind, long id, String name, String signature, boolean anonymous) {
  static final String MEMBER = "member";
  static final String REPLY = "reply";
  static final String NOTE = "note";
  static final String REMARK = "remark";

  static SpeakerColumns of(Author author) {
    return switch (author) {
      case Author.OfMember(String name) -> new SpeakerColumns(MEMBER, 0, storable(name), "", false);
      case Author.OfReply(Staff staff, String signature, boolean anonymous, _) ->
          new SpeakerColumns(
              REPLY, staff.id(), storable(staff.name()), storable(signature), anonymous);
      case Author.OfNote(Staff staff) ->
          new SpeakerColumns(NOTE, staff.id(), storable(staff.name()), "", false);
      case Author.OfRemark _ -> new SpeakerColumns(REMARK, 0, "", "", false);
    };
  }
}
