package dev.switchboard.ticket;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.ticket.model.Arrival;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The stored DMs of members, by member. Duplicates are recognised here, by the identity that
 * Discord gives to the event. Thread-safe.
 */
public interface Inbox {
  /**
   * The waiting arrivals of a member, as the correspondent reads them.
   *
   * @param more whether more arrivals may wait behind these, including some about the last one's
   *     message
   */
  record Waiting(List<Arrival> arrivals, boolean gap, boolean more) {
    public Waiting {
      arrivals = List.copyOf(arrivals);
    }

    /** All waiting arrivals, with none behind them. */
    public Waiting(List<Arrival> arrivals, boolean gap) {
      this(arrivals, gap, false);
    }
  }

  /**
   * The first arrivals of the member that are not acknowledged, oldest message first, edits and
   * deletions behind their message, a few hundred at most; and whether the DM channel may hold
   * messages that are not in the inbox (a new gateway session began since it was last read), so
   * that {@link #fill} must come first.
   */
  CompletionStage<Waiting> waiting(long user);

  /**
   * Reads the member's DM channel after the last known message into the inbox, page by page, and
   * records that it is read up to the present session. Fails if Discord is out of reach (try again
   * later); a channel that Discord refuses to show counts as filled.
   */
  CompletionStage<Filled> fill(long user);

  /**
   * Acknowledges an arrival whose effect is stored: empties its row. Idempotent; completes when it
   * is committed.
   */
  CompletionStage<Void> acknowledge(Arrival.Id id);

  /** The result of {@link #fill}. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "filled")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Filled.Complete.class, name = "complete"),
    @JsonSubTypes.Type(value = Filled.Unreadable.class, name = "unreadable")
  })
  sealed interface Filled extends ClusterMessage {
    record Complete(int added) implements Filled {}

    /** Discord refuses to show the channel; staff get a remark that messages may be missing. */
    record Unreadable(String detail) implements Filled {}
  }
}
