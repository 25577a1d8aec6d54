package dev.switchboard.ticket.read;

import static dev.switchboard.ticket.read.TicketRows.storable;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Staff;

/** Who speaks, as the columns of a message have it. A member's id is in the ticket's row. */
record Speaker(String kind, long id, String name, String signature, boolean anonymous) {
  static final String MEMBER = "member";
  static final String REPLY = "reply";
  static final String NOTE = "note";
  static final String REMARK = "remark";

  static Speaker of(Author author) {
    return switch (author) {
      case Author.OfMember(String name) -> new Speaker(MEMBER, 0, storable(name), "", false);
      case Author.OfReply(Staff staff, String signature, boolean anonymous, _) ->
          new Speaker(REPLY, staff.id(), storable(staff.name()), storable(signature), anonymous);
      case Author.OfNote(Staff staff) ->
          new Speaker(NOTE, staff.id(), storable(staff.name()), "", false);
      case Author.OfRemark _ -> new Speaker(REMARK, 0, "", "", false);
    };
  }
}
