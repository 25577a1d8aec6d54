package dev.switchboard.ticket.model;

import java.time.Instant;
import java.util.List;

/**
 * A post on Discord whose message id is known.
 *
 * @param post the ticket's number for it
 * @param message Discord's message id
 * @param hash the hash of the draft that it shows, or will show after a pending amendment
 * @param gone whether it was withdrawn, or deleted by somebody
 * @param plannedAt when it was planned; decides whether a text is marked as late
 */
public record SentPost(
    long post,
    PlannedAction.Target target,
    PlannedAction.Purpose purpose,
    List<Integer> numbers,
    int part,
    List<Long> files,
    long message,
    String hash,
    boolean gone,
    Instant plannedAt) {
  public SentPost {
    numbers = List.copyOf(numbers);
    files = List.copyOf(files);
  }

  public static SentPost of(TicketEvent.Planned planned, PlannedAction.Show show, long message) {
    return new SentPost(
        planned.post(),
        show.target(),
        show.purpose(),
        show.numbers(),
        show.part(),
        show.files(),
        message,
        show.draft().hash(),
        false,
        planned.at());
  }

  public SentPost withHash(String changed) {
    return new SentPost(
        post, target, purpose, numbers, part, files, message, changed, gone, plannedAt);
  }

  public SentPost withGone() {
    return new SentPost(
        post, target, purpose, numbers, part, files, message, hash, true, plannedAt);
  }
}
