package dev.switchboard.ticket;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.ticket.model.Arrival;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The stored DMs of members, by member. What is a duplicate is decided here, by Discord's identity
 * of the fact. Thread-safe.
 */
public interface Inbox {
  /**
   * What a member's correspondent finds when it looks.
   *
   * @param more whether others may wait behind these: also some that concern the last one's message
   */
  record Waiting(List<Arrival> arrivals, boolean gap, boolean more) {
    public Waiting {
      arrivals = List.copyOf(arrivals);
    }

    /** All that waits. */
    public Waiting(List<Arrival> arrivals, boolean gap) {
      this(arrivals, gap, false);
    }
  }

  /**
   * The first of the member's arrivals that are not settled, oldest message first, edits and
   * deletes behind their message, at most some hundred; and whether their DM channel may hold
   * messages that were never seen (a new gateway session began since it was last read), so that
   * {@link #fill} must come first.
   */
  CompletionStage<Waiting> waiting(long user);

  /**
   * Reads the member's DM channel behind the last message known, in pages, into the inbox, and
   * notes that it is read up to the present session. Fails where Discord is out of reach (try again
   * later); a channel that Discord will not show counts as filled.
   */
  CompletionStage<Filled> fill(long user);

  /** Empties the row: its effect is persisted. Idempotent; completes when it is committed. */
  CompletionStage<Void> acknowledge(Arrival.Id id);

  /** What {@link #fill} found. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "filled")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Filled.Complete.class, name = "complete"),
    @JsonSubTypes.Type(value = Filled.Unreadable.class, name = "unreadable")
  })
  sealed interface Filled {
    record Complete(int added) implements Filled {}

    /** Discord will not show the channel; staff are told that messages may be missing. */
    record Unreadable(String detail) implements Filled {}
  }
}
