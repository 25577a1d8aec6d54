package dev.switchboard.bulk;

import dev.switchboard.access.Right;
import dev.switchboard.ticket.model.Priority;

/** What a bulk job does to each of its tickets. */
public sealed interface BulkAct {
  /** The word for it, in the table and the REST API; it never changes. */
  String word();

  /** The right that it takes, when the job begins and at each ticket. */
  Right right();

  /**
   * Closes the ticket.
   *
   * @param reason empty for none
   * @param silent whether the member is not told
   */
  record Close(String reason, boolean silent) implements BulkAct {
    @Override
    public String word() {
      return "close";
    }

    @Override
    public Right right() {
      return Right.ANSWER_MEMBERS;
    }
  }

  /** Sets the priority of the ticket. */
  record SetPriority(Priority priority) implements BulkAct {
    @Override
    public String word() {
      return "priority";
    }

    @Override
    public Right right() {
      return Right.ANSWER_MEMBERS;
    }
  }

  /** Notes that the owner of the job has read the ticket up to its newest message. */
  record MarkRead() implements BulkAct {
    @Override
    public String word() {
      return "mark_read";
    }

    @Override
    public Right right() {
      return Right.VIEW_TICKETS;
    }
  }

  /** Marks the ticket as unread for the owner of the job. */
  record MarkUnread() implements BulkAct {
    @Override
    public String word() {
      return "mark_unread";
    }

    @Override
    public Right right() {
      return Right.VIEW_TICKETS;
    }
  }
}
