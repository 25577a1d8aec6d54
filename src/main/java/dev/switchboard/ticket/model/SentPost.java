package dev.switchboard.ticket.model;

import java.time.Instant;
import java.util.List;

/**
 * A message of ours that stands on Discord.
 *
 * @param post our number for it
 * @param message Discord's id of it
 * @param hash of the draft that it shows, or that a pending amendment will make it show
 * @param gone whether it was withdrawn, or deleted by somebody
 * @param plannedAt when it was fixed; decides whether a text is marked as late
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
