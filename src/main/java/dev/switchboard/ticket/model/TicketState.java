package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a ticket is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TicketState.Absent.class, name = "absent"),
  @JsonSubTypes.Type(value = TicketState.Open.class, name = "open"),
  @JsonSubTypes.Type(value = TicketState.Closing.class, name = "closing"),
  @JsonSubTypes.Type(value = TicketState.Closed.class, name = "closed")
})
public sealed interface TicketState {
  /** Nothing happened yet. */
  record Absent() implements TicketState {}

  /** Member and staff talk. */
  record Open(Conversation book) implements TicketState {}

  /** No new input of the member; what is under way is brought to its end, then the channel goes. */
  record Closing(Conversation book, Closure closure) implements TicketState {}

  /** Nothing happens any more. */
  record Closed(Conversation book, Closure closure, Instant at) implements TicketState {}

  /**
   * How a ticket ends.
   *
   * @param transcript absent until it is stored, or where there is no log channel
   * @param tries how often it was begun to write the transcript
   * @param behind the entries that were written, changed or deleted since that was begun last
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
      // Snapshots of before had none.
      behind = behind == null ? List.of() : List.copyOf(behind);
    }

    public Closure withTranscript(StoredFile file) {
      return new Closure(source, by, reason, silent, at, Optional.of(file), tries, List.of());
    }

    public Closure withTry() {
      return new Closure(source, by, reason, silent, at, transcript, tries + 1, List.of());
    }

    /** Of what happens while the transcript is written, it may have some and not the rest. */
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
                TicketEvent.Reacted _ ->
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
