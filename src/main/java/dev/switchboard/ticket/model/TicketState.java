package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state of a ticket. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TicketState.Absent.class, name = "absent"),
  @JsonSubTypes.Type(value = TicketState.Open.class, name = "open"),
  @JsonSubTypes.Type(value = TicketState.Closing.class, name = "closing"),
  @JsonSubTypes.Type(value = TicketState.Closed.class, name = "closed")
})
public sealed interface TicketState {
  /** The ticket has no event yet. */
  record Absent() implements TicketState {}

  /** Member and staff write to each other. */
  record Open(Conversation book) implements TicketState {}

  /**
   * The ticket takes nothing new from the member; pending work is finished, then the channel is
   * deleted.
   */
  record Closing(Conversation book, Closure closure) implements TicketState {}

  /**
   * The ticket has come to its end.
   *
   * @param merged empty while its conversation stands for itself
   */
  record Closed(
      Conversation book,
      Closure closure,
      Instant at,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<Merger> merged)
      implements TicketState {
    public Closed {
      // Older snapshots have none.
      merged = merged == null ? Optional.empty() : merged;
    }

    /** A ticket that was not merged. */
    public Closed(Conversation book, Closure closure, Instant at) {
      this(book, closure, at, Optional.empty());
    }
  }

  /**
   * The merging of a ticket.
   *
   * @param source of the act
   * @param into the later ticket of the same member
   */
  record Merger(long source, long into) {}

  /**
   * The closing of a ticket.
   *
   * @param transcript absent until it is stored, or if there is no log channel
   * @param tries the number of attempts to write the transcript
   * @param behind the entries that were written, changed or deleted since the last attempt began
   */
  record Closure(
      long source,
      Staff by,
      String reason,
      boolean silent,
      Instant at,
      Optional<StoredFile> transcript,
      int tries,
      List<Integer> behind) {
    public Closure {
      // Older snapshots have none.
      behind = behind == null ? List.of() : List.copyOf(behind);
    }

    public Closure withTranscript(StoredFile file) {
      return new Closure(source, by, reason, silent, at, Optional.of(file), tries, List.of());
    }

    public Closure withTry() {
      return new Closure(source, by, reason, silent, at, transcript, tries + 1, List.of());
    }

    /**
     * The closure after an event. A transcript may lack changes that happen while it is written, so
     * their entries are recorded as behind.
     */
    public Closure after(TicketEvent.InConversation event) {
      int number =
          switch (event) {
            case TicketEvent.Written written -> written.number();
            case TicketEvent.Edited edited -> edited.number();
            case TicketEvent.Deleted deleted -> deleted.number();
            case TicketEvent.FileKept _,
                TicketEvent.FileLost _,
                TicketEvent.WaitEnded _,
                TicketEvent.Delayed _,
                TicketEvent.ProfileTaken _,
                TicketEvent.Planned _,
                TicketEvent.Sent _,
                TicketEvent.Done _,
                TicketEvent.Refused _,
                TicketEvent.Parted _,
                TicketEvent.Recast _,
                TicketEvent.FormerKept _,
                TicketEvent.ChannelLost _,
                TicketEvent.DelayNoticed _,
                TicketEvent.Reacted _,
                TicketEvent.Handled _ ->
                0;
          };
      boolean writing = tries > 0 && transcript.isEmpty();
      return number == 0 || !writing || behind.contains(number) ? this : withBehind(number);
    }

    private Closure withBehind(int number) {
      List<Integer> all = new ArrayList<>(behind);
      all.add(number);
      return new Closure(source, by, reason, silent, at, transcript, tries, all);
    }
  }
}
