package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One numbered thing that was said in a ticket.
 *
 * @param number counts from 1, never changes and is never used again
 * @param source Discord's id of the message or interaction; of a remark 0, or the number of what it
 *     remarks on, often negative, by which one that comes again is known
 * @param content what it says now; the text is emptied once it is old and delivered ({@code
 *     trimmed})
 * @param files what became of each attachment
 * @param former what it said before, the last few times, oldest first
 * @param restated where an edited text did not fit in the place of the old one
 * @param waitOver whether the text goes on without files that are still being copied
 * @param at when it was said
 * @param editedAt when what it says now was said; an edit that is older is ignored
 * @param delayed whether staff are shown a reply though its fate is not known yet
 * @param delivery to the other side; notes have none and stay {@link Delivery.Stored}
 */
public record Entry(
    int number,
    long source,
    Author author,
    Content content,
    List<Copy> files,
    List<String> former,
    Optional<Restated> restated,
    boolean deleted,
    boolean waitOver,
    boolean trimmed,
    boolean delayed,
    Delivery delivery,
    Instant at,
    Instant editedAt) {

  /** Former texts that are shown at most. */
  public static final int SHOWN_FORMER = 3;

  /** As many as are ever shown; all of them are in the journal and in the message table. */
  public static final int KEPT_FORMER = SHOWN_FORMER + 1;

  public Entry {
    files = List.copyOf(files);
    former = List.copyOf(former);
  }

  /**
   * The edited text stands elsewhere.
   *
   * @param as the number of the entry that says it
   * @param frozen the text that goes on standing here
   */
  public record Restated(int as, String frozen) {}

  /** What became of an attachment. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "copy")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Copy.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = Copy.Kept.class, name = "kept"),
    @JsonSubTypes.Type(value = Copy.Lost.class, name = "lost")
  })
  public sealed interface Copy {
    Attachment attachment();

    record Waiting(Attachment attachment) implements Copy {}

    record Kept(Attachment attachment, StoredFile file) implements Copy {}

    record Lost(Attachment attachment, String why) implements Copy {}
  }

  /** How far an entry has come. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "delivery")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Delivery.Stored.class, name = "stored"),
    @JsonSubTypes.Type(value = Delivery.Planned.class, name = "planned"),
    @JsonSubTypes.Type(value = Delivery.Delivered.class, name = "delivered"),
    @JsonSubTypes.Type(value = Delivery.Refused.class, name = "refused")
  })
  public sealed interface Delivery {
    record Stored() implements Delivery {}

    record Planned() implements Delivery {}

    record Delivered() implements Delivery {}

    record Refused(Outcome.Refusal reason, String detail) implements Delivery {}
  }

  public static Entry of(TicketEvent.Written written) {
    List<Copy> files =
        written.content().attachments().stream().<Copy>map(Copy.Waiting::new).toList();
    return new Entry(
        written.number(),
        written.source(),
        written.author(),
        written.content(),
        files,
        List.of(),
        Optional.empty(),
        false,
        false,
        false,
        false,
        new Delivery.Stored(),
        written.at(),
        written.at());
  }

  /** Whether nothing of it is still being copied. */
  public boolean filesSettled() {
    return files.stream().noneMatch(Copy.Waiting.class::isInstance);
  }

  /** Whether there is a copy of each of them. */
  public boolean filesKept() {
    return files.stream().allMatch(Copy.Kept.class::isInstance);
  }

  /** Whether its text may be shown now. */
  public boolean ready() {
    return waitOver || filesSettled();
  }

  public boolean settled() {
    return delivery instanceof Delivery.Delivered || delivery instanceof Delivery.Refused;
  }

  public boolean unplanned() {
    return delivery instanceof Delivery.Stored;
  }

  /** What readers of the message see in its place. */
  public String standing() {
    return restated.map(Restated::frozen).orElse(content.text());
  }

  public Entry withText(String text, Instant edited) {
    return with(text, formerNow(), restated, edited);
  }

  private List<String> formerNow() {
    List<String> all = new ArrayList<>(former);
    all.add(content.text());
    return all.subList(Math.max(0, all.size() - KEPT_FORMER), all.size());
  }

  public Entry withTextRestated(String text, int as, Instant edited) {
    return with(text, formerNow(), Optional.of(new Restated(as, standing())), edited);
  }

  /**
   * Whether an edit of that time is younger than what it says now. Two may be made within one tick
   * of Discord's clock; where the text is not kept, one of the same time may be that very edit,
   * come again.
   */
  public boolean isSaidLater(Instant time) {
    return trimmed ? time.isAfter(editedAt) : !time.isBefore(editedAt);
  }

  /** A text of before goes on standing here, what it says now stands elsewhere. */
  public Entry withFormer(int as, String frozen) {
    return with(content.text(), former, Optional.of(new Restated(as, frozen)), editedAt);
  }

  private Entry with(
      String text, List<String> before, Optional<Restated> elsewhere, Instant edited) {
    Content changed = new Content(text, content.attachments(), content.extras(), content.answers());
    return new Entry(
        number, source, author, changed, files, before, elsewhere, deleted, waitOver, trimmed,
        delayed, delivery, at, edited);
  }

  public Entry withDeleted() {
    return new Entry(
        number, source, author, content, files, former, restated, true, waitOver, trimmed, delayed,
        delivery, at, editedAt);
  }

  public Entry withWaitOver() {
    return new Entry(
        number, source, author, content, files, former, restated, deleted, true, trimmed, delayed,
        delivery, at, editedAt);
  }

  public Entry withDelay() {
    return new Entry(
        number, source, author, content, files, former, restated, deleted, waitOver, trimmed, true,
        delivery, at, editedAt);
  }

  public Entry withDelivery(Delivery changed) {
    return new Entry(
        number, source, author, content, files, former, restated, deleted, waitOver, trimmed,
        delayed, changed, at, editedAt);
  }

  public Entry withKept(TicketEvent.FileKept kept) {
    return withCopy(kept.attachment(), copy -> new Copy.Kept(copy.attachment(), kept.file()));
  }

  public Entry withLost(TicketEvent.FileLost lost) {
    return withCopy(lost.attachment(), copy -> new Copy.Lost(copy.attachment(), lost.why()));
  }

  private Entry withCopy(long attachment, UnaryOperator<Copy> change) {
    List<Copy> changed =
        files.stream()
            .map(copy -> copy.attachment().id() == attachment ? change.apply(copy) : copy)
            .toList();
    return new Entry(
        number, source, author, content, changed, former, restated, deleted, waitOver, trimmed,
        delayed, delivery, at, editedAt);
  }

  /** Without its words, which the message table holds. */
  Entry withoutText() {
    Content emptied = new Content("", content.attachments(), List.of(), content.answers());
    return new Entry(
        number, source, author, emptied, files, List.of(), restated, deleted, waitOver, true,
        delayed, delivery, at, editedAt);
  }
}
