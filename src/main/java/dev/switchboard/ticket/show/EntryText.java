package dev.switchboard.ticket.show;

import static dev.switchboard.ticket.show.Phrases.bold;
import static dev.switchboard.ticket.show.Phrases.boldMember;
import static dev.switchboard.ticket.show.Phrases.join;
import static dev.switchboard.ticket.show.Phrases.label;
import static dev.switchboard.ticket.show.Phrases.number;
import static dev.switchboard.ticket.show.Phrases.plain;
import static dev.switchboard.ticket.show.Phrases.size;
import static dev.switchboard.ticket.show.Rendering.CONTENT;

import dev.switchboard.text.Graphemes;
import dev.switchboard.text.Markdown;
import dev.switchboard.text.Message;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.SentPost;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The content of posts for entries: alone or together, in as many parts as needed.
 *
 * <p>The positions of the cuts depend on the text and its author alone, never on the time or on
 * other entries: the parts are rendered one by one, some of them again later, and must fit
 * together.
 */
public final class EntryText {
  /** A message that is shown later than this shows the time at which it was written. */
  private static final Duration LATE = Duration.ofMinutes(1);

  /**
   * Room for all marks that a heading may get: late, deleted, and edited with its new number; and
   * for the sign of staff, whose lines never get the mark for late.
   */
  static final int MARKS = 70;

  /** Room for the reason of a refused reply, including Discord's own words. */
  private static final int LONGEST_FATE = 400;

  /** Room in a post of several entries for the later mark of one: deleted or edited. */
  static final int MARK = 30;

  /** The longest excerpt, including the ellipsis. */
  private static final int LONGEST_EXCERPT = 81;

  private final Conversation conversation;
  private final Rules rules;

  public EntryText(Conversation conversation, Rules rules) {
    this.conversation = conversation;
    this.rules = rules;
  }

  // ---- for the member

  /** The texts of a reply's posts in the DM. */
  public List<String> memberParts(Entry entry) {
    String heading = entry.author() instanceof Author.OfReply reply ? bold(reply.signature()) : "";
    String body = body(entry, true);
    if (body.isEmpty()) {
      return List.of(heading);
    }
    List<String> parts =
        new ArrayList<>(Markdown.split(body, CONTENT - heading.length() - 1, CONTENT));
    parts.set(0, join(heading, parts.getFirst()));
    return parts;
  }

  // ---- for staff

  /** The texts of an entry's posts for staff, without their headings. */
  public List<String> staffParts(Entry entry) {
    String ping = new ChannelHead(conversation, rules).ping();
    int heading = roomOfHeading(entry) + answered(entry).length() + 2 + MARKS;
    List<String> parts =
        new ArrayList<>(
            Markdown.split(
                body(entry, false),
                CONTENT - heading - ping.length() - 1,
                CONTENT - continuation(entry).length() - 1 - quote(entry).length()));
    // After a cut, text from the middle of a line begins a line, which may now read like a heading.
    if (!quote(entry).isEmpty()) {
      parts.subList(1, parts.size()).replaceAll(MemberText::marked);
    }
    return parts;
  }

  /** The position of a cut must not change with the outcome, which is not known for every reply. */
  private int roomOfHeading(Entry entry) {
    return who(entry).length() + (entry.delayed() ? LONGEST_FATE : 0);
  }

  /** One part of an entry, as a message for staff. */
  String part(Entry entry, int part, Instant plannedAt) {
    List<String> parts = staffParts(entry);
    if (part >= parts.size()) {
      return say(new EntryMessage.Shortened(entry.number()));
    }
    return part == 0
        ? headed(entry, plannedAt, parts.getFirst())
        : join(continuation(entry), parts.get(part));
  }

  /** Several entries, as one message for staff. */
  String together(List<Entry> entries, Instant plannedAt) {
    return entries.stream()
        .map(entry -> segment(entry, plannedAt))
        .collect(Collectors.joining("\n"));
  }

  /** The characters that an entry needs in a post of several, including room for later marks. */
  public int room(Entry entry, Instant plannedAt) {
    return segment(entry, plannedAt).length() + 1 + MARK;
  }

  private String segment(Entry entry, Instant plannedAt) {
    return headed(entry, plannedAt, Markdown.contained(body(entry, false)));
  }

  /** A remark begins in the line of its heading, so that its text is never without the heading. */
  private String headed(Entry entry, Instant plannedAt, String body) {
    String heading = heading(entry, plannedAt);
    return entry.author() instanceof Author.OfRemark ? heading + " " + body : join(heading, body);
  }

  /** The prefix for a line that reads like one of the bot's headings; empty for trusted authors. */
  private static String quote(Entry entry) {
    return switch (entry.author()) {
      case Author.OfMember _, Author.OfRemark _ -> MemberText.QUOTE;
      case Author.OfReply _, Author.OfNote _ -> "";
    };
  }

  private String continuation(Entry entry) {
    return say(new EntryMessage.Continued(entry.number()));
  }

  private String say(Message message) {
    return rules.words().of(message);
  }

  private String heading(Entry entry, Instant plannedAt) {
    String marks =
        marks(entry, plannedAt).map(mark -> " · " + say(mark)).collect(Collectors.joining());
    return join(sign(entry) + who(entry) + marks, answered(entry));
  }

  private static Stream<EntryMessage> marks(Entry entry, Instant plannedAt) {
    boolean late =
        entry.author() instanceof Author.OfMember && plannedAt.isAfter(entry.at().plus(LATE));
    Stream.Builder<EntryMessage> marks = Stream.builder();
    if (late) {
      marks.add(new EntryMessage.Written(entry.at().getEpochSecond()));
    }
    if (entry.deleted()) {
      marks.add(new EntryMessage.Deleted());
    }
    if (entry.restated().isPresent()) {
      marks.add(new EntryMessage.EditedElsewhere(entry.restated().get().as()));
    } else if (!entry.former().isEmpty()) {
      marks.add(new EntryMessage.Edited());
    }
    return marks.build();
  }

  /**
   * The sign that distinguishes a line of staff from a member's, whose name may read like any
   * heading.
   */
  private static String sign(Entry entry) {
    return switch (entry.author()) {
      case Author.OfReply _, Author.OfNote _ -> Phrases.STAFF;
      // The sign of a remark is a part of its heading.
      case Author.OfMember _, Author.OfRemark _ -> "";
    };
  }

  private String who(Entry entry) {
    return switch (entry.author()) {
      case Author.OfMember(String name) -> boldMember(name) + " " + number(entry);
      case Author.OfReply reply -> say(replyHeading(entry, reply));
      case Author.OfNote(Staff staff) -> say(new EntryMessage.Note(bold(staff.name())));
      case Author.OfRemark _ -> Phrases.REMARK + number(entry) + " ·";
    };
  }

  private static Message replyHeading(Entry entry, Author.OfReply reply) {
    Message fate =
        switch (entry.delivery()) {
          case Entry.Delivery.Stored _ when entry.deleted() -> new EntryMessage.NeverSent();
          case Entry.Delivery.Stored _, Entry.Delivery.Planned _ when entry.delayed() ->
              new EntryMessage.NotDeliveredYet();
          case Entry.Delivery.Stored _, Entry.Delivery.Planned _ -> new EntryMessage.UnderWay();
          case Entry.Delivery.Delivered _ -> new EntryMessage.Sent();
          case Entry.Delivery.Refused(Outcome.Refusal reason, _)
              when reason == Outcome.Refusal.MESSAGE_GONE ->
              new EntryMessage.SentAndRemoved();
          case Entry.Delivery.Refused(Outcome.Refusal reason, String detail) ->
              new EntryMessage.NotSent(Phrases.reason(reason, detail));
        };
    Message who = Phrases.person(reply.staff());
    return reply.anonymous()
        ? new EntryMessage.AnonymousReply(who, entry.number(), fate)
        : new EntryMessage.Reply(who, entry.number(), fate);
  }

  /** The line that names the message which an entry answers; empty for none. */
  private String answered(Entry entry) {
    long message = entry.content().answers();
    if (message == 0 || !(entry.author() instanceof Author.OfMember)) {
      return "";
    }
    Optional<Integer> number =
        conversation
            .bySource(message)
            .or(() ->
                conversation
                    .byMessage(message)
                    .map(SentPost::numbers)
                    .filter(one -> !one.isEmpty())
                    .map(List::getFirst));
    return number
        .flatMap(conversation::entry)
        .map(original -> say(inReplyTo(original)))
        .orElseGet(() -> say(new EntryMessage.InReplyToEarlier()));
  }

  private static EntryMessage inReplyTo(Entry entry) {
    String line = entry.content().text().lines().findFirst().orElse("").strip();
    String cut = Graphemes.shortened(line, LONGEST_EXCERPT);
    return cut.isEmpty()
        ? new EntryMessage.InReplyTo(entry.number())
        : new EntryMessage.InReplyToText(entry.number(), plain(cut));
  }

  /** The member's own message that a reply of staff answers; 0 for none. */
  long answeredByMember(long message) {
    if (message == 0) {
      return 0;
    }
    return conversation.byMessage(message).stream()
        .flatMap(sentPost -> sentPost.numbers().stream())
        .flatMap(number -> conversation.entry(number).stream())
        .filter(entry -> entry.author() instanceof Author.OfMember)
        .mapToLong(Entry::source)
        .findFirst()
        .orElse(0);
  }

  private String body(Entry entry, boolean forMember) {
    Stream<String> files = entry.files().stream().flatMap(copy -> fileLine(entry, copy, forMember));
    String text = (forMember ? entry.content().text() : entry.standing()).strip();
    // Decided by the original files: the position of a cut must not change with the outcome of a
    // copy.
    boolean alone = entry.content().extras().isEmpty() && entry.files().isEmpty();
    String body =
        Stream.of(
                Stream.of(alone ? text : Markdown.contained(text)),
                entry.content().extras().stream().map(Markdown::contained),
                files)
            .flatMap(one -> one)
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("\n"));
    return entry.author() instanceof Author.OfMember ? MemberText.marked(body) : body;
  }

  /** The lines for staff about the files that are not posted with an entry; empty for none. */
  public String fileLines(Entry entry) {
    return entry.files().stream()
        .filter(copy -> !(copy instanceof Entry.Copy.Waiting))
        .flatMap(copy -> fileLine(entry, copy, false))
        .collect(Collectors.joining("\n"));
  }

  /** The line about a file that is not posted with the text. */
  private Stream<String> fileLine(Entry entry, Entry.Copy copy, boolean forMember) {
    return switch (copy) {
      case Entry.Copy.Waiting(Attachment attachment) ->
          entry.waitOver() && !forMember
              ? Stream.of(
                  say(
                      new EntryMessage.FileFollows(
                          plain(attachment.name()),
                          size(attachment.knownSize()),
                          attachment.url())))
              : Stream.empty();
      case Entry.Copy.Kept(Attachment attachment, StoredFile file) ->
          forMember
              ? lineForMember(copy, attachment, file)
              : Stream.concat(
                  uploads(copy) ? Stream.empty() : Stream.of(link(file, false)),
                  conversation
                      .refusedFile(PlannedAction.Target.MEMBER, attachment.id())
                      .map(why -> notSent(file, why))
                      .stream());
      case Entry.Copy.Lost(Attachment attachment, String why) ->
          Stream.of(
              forMember
                  ? say(new EntryMessage.FileUnsent(plain(attachment.name())))
                  : say(
                      new EntryMessage.FileNotCopied(
                          plain(attachment.name()),
                          size(attachment.knownSize()),
                          plain(why),
                          attachment.url())));
    };
  }

  private Stream<String> lineForMember(Entry.Copy copy, Attachment attachment, StoredFile file) {
    Optional<String> refused =
        conversation.refusedFile(PlannedAction.Target.MEMBER, attachment.id());
    if (refused.isEmpty()) {
      return uploads(copy) ? Stream.empty() : Stream.of(link(file, true));
    }
    // A file that Discord refuses for its content is not sent as a link either.
    return Stream.of(refused.get().isEmpty() ? link(file, true) : unsent(file));
  }

  private String unsent(StoredFile file) {
    return say(new EntryMessage.FileUnsent(plain(file.name())));
  }

  private String notSent(StoredFile file, String why) {
    return say(
        new EntryMessage.FileNotSentToMember(
            plain(file.name()),
            Phrases.reason(
                why.isEmpty() ? Outcome.Refusal.TOO_LARGE : Outcome.Refusal.INVALID, why)));
  }

  /** The line that may replace a file that Discord refuses. */
  public String insteadOf(StoredFile file, PlannedAction.Target target) {
    return target == PlannedAction.Target.MEMBER ? unsent(file) : link(file, false);
  }

  private String link(StoredFile file, boolean forMember) {
    String address = rules.links().to(file);
    String name = plain(file.name());
    if (!address.isEmpty()) {
      return "📎 [%s](<%s>) (%s)".formatted(label(file.name()), address, say(size(file.size())));
    }
    return forMember
        ? say(new EntryMessage.FileTooLargeToSend(name))
        : say(new EntryMessage.FileNotShown(name, size(file.size()), file.key().substring(0, 16)));
  }

  /** Whether the file is uploaded with a post, rather than shown as a link. */
  public boolean uploads(Entry.Copy copy) {
    return copy instanceof Entry.Copy.Kept(Attachment attachment, StoredFile file)
        && file.size() <= rules.uploadLimit()
        && !conversation.linkOnly(attachment.id())
        && conversation.refusedFile(PlannedAction.Target.STAFF, attachment.id()).isEmpty();
  }
}
