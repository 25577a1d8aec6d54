package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A numbered item of a ticket: a message of the member, a reply, a note or a remark.
 *
 * @param number counts from 1, never changes and is never used again
 * @param source Discord's id of the message or interaction, or a number of {@link ActSource}; for a
 *     remark 0, or a number of its cause, often negative, by which a repeated remark is recognised
 * @param content the present content; its text is emptied once the entry is old and delivered
 *     ({@code trimmed})
 * @param files the state of the copy of each attachment
 * @param former the last few former texts, oldest first
 * @param restated set if an edited text did not fit in the place of the old text
 * @param waitOver whether the text is posted without the files that are still being copied
 * @param at when it was written
 * @param editedAt when the present text was written; an older edit is ignored
 * @param delayed whether staff see a reply before its outcome is known
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

  /** The largest number of former texts that are shown. */
  public static final int SHOWN_FORMER = 3;

  /**
   * Former texts kept here: one more than are shown. All are in the journal and in the message
   * table.
   */
  public static final int KEPT_FORMER = SHOWN_FORMER + 1;

  public Entry {
    files = List.copyOf(files);
    former = List.copyOf(former);
  }

  /**
   * The edited text is shown as another entry.
   *
   * @param as the number of that entry
   * @param frozen the text that this entry goes on showing
   */
  public record Restated(int as, String frozen) {}

  /** The state of the copy of an attachment. */
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

  /** The state of an entry on its way to the other side. */
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

  /** Whether no attachment is still being copied. */
  public boolean filesSettled() {
    return files.stream().noneMatch(Copy.Waiting.class::isInstance);
  }

  /** Whether every attachment has a copy. */
  public boolean filesKept() {
    return files.stream().allMatch(Copy.Kept.class::isInstance);
  }

  /** Whether its text may be posted now. */
  public boolean ready() {
    return waitOver || filesSettled();
  }

  public boolean settled() {
    return delivery instanceof Delivery.Delivered || delivery instanceof Delivery.Refused;
  }

  public boolean unplanned() {
    return delivery instanceof Delivery.Stored;
  }

  /** The text that is shown in the entry's own posts. */
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
   * Whether an edit of that time is newer than the present text. Two edits may have the same time
   * of Discord's clock, so an equal time counts as newer; but if the text is not kept, such an edit
   * may be a duplicate and does not count.
   */
  public boolean isSaidLater(Instant time) {
    return trimmed ? time.isAfter(editedAt) : !time.isBefore(editedAt);
  }

  /** Goes on showing a former text here; the present text is shown as another entry. */
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

  /** The entry without its text, which the message table holds. */
  Entry withoutText() {
    Content emptied = new Content("", content.attachments(), List.of(), content.answers());
    return new Entry(
        number, source, author, emptied, files, List.of(), restated, deleted, waitOver, true,
        delayed, delivery, at, editedAt);
  }
}
