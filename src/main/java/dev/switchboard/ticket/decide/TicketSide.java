package dev.switchboard.ticket.decide;

import dev.switchboard.text.Markdown;
import dev.switchboard.text.Message;
import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.SentPost;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketReply.Reason;
import dev.switchboard.ticket.show.LateNote;
import dev.switchboard.ticket.show.MemberText;
import dev.switchboard.ticket.show.ReactionText;
import dev.switchboard.ticket.show.RemarkMessage;
import dev.switchboard.ticket.show.Rendering;
import dev.switchboard.timing.Snowflake;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The steps of a {@link DecisionBuilder decision} that are common to commands from the member, from
 * staff and from the server.
 */
abstract class TicketSide {
  /** The shortest time between two delay notices to a member. */
  private static final Duration DELAY_NOTICE_PAUSE = Duration.ofHours(1);

  /**
   * The longest assumed time from writing the first message, which waits in the inbox, to the
   * opening of the ticket.
   */
  private static final Duration OPENED = Duration.ofHours(1);

  final DecisionBuilder draft;
  final Rules rules;
  final boolean open;

  TicketSide(DecisionBuilder draft) {
    this.draft = draft;
    this.rules = draft.rules;
    this.open = draft.open();
  }

  /** The conversation with all events decided so far. */
  Conversation book() {
    return draft.book();
  }

  Ticket.Decision takeDelete(long message, Instant at) {
    Optional<Entry> entry = book().bySource(message).flatMap(book()::entry);
    if (entry.isEmpty() && open && shed(message)) {
      return remark(message, words(new RemarkMessage.OldDeleted(second(message))), List.of(), at);
    }
    if (entry.isEmpty()) {
      return draft.nothing(new TicketReply.Refused(Reason.NO_SUCH_MESSAGE));
    }
    // Discord also reports the deletion of command messages that the bot itself deleted.
    boolean spoken =
        switch (entry.get().author()) {
          case Author.OfMember _, Author.OfNote _ -> true;
          case Author.OfReply _, Author.OfRemark _ -> false;
        };
    if (spoken && !entry.get().deleted()) {
      delete(entry.get().number(), message, at);
    }
    return draft.taken(entry.get().number(), at);
  }

  /** Whether a message may be one of this ticket's whose entry is no longer kept. */
  boolean shed(long message) {
    OptionalLong oldest =
        book().entries().stream()
            .filter(entry -> !(entry.author() instanceof Author.OfRemark))
            .mapToLong(Entry::source)
            .filter(ActSource::isOfDiscord)
            .min();
    return book().count() > book().entries().size()
        && oldest.isPresent()
        && message < oldest.getAsLong()
        && !Snowflake.time(message).isBefore(book().opening().at().minus(OPENED));
  }

  /** The time of a message of Discord's, as Discord shows it to each reader. */
  static long second(long message) {
    return Snowflake.time(message).getEpochSecond();
  }

  /** The message in the present words of the desk. */
  String words(Message message) {
    return rules.words().of(message);
  }

  int write(long source, Author author, Content content, Instant at) {
    int number = book().nextNumber();
    draft.happen(new TicketEvent.Written(number, source, author, content, at));
    return number;
  }

  void edit(Entry entry, long cause, String text, Instant at) {
    boolean inPlace = fitsInPlace(entry, text);
    draft.happen(new TicketEvent.Edited(entry.number(), cause, text, inPlace, at));
    draft.touch(entry.number());
    if (!inPlace) {
      Entry now = book().entry(entry.number()).orElseThrow();
      say(new RemarkMessage.SaysNow(now.number(), text(now)), at);
    }
  }

  /** The present text of an entry, for a remark, since its own post cannot show it. */
  static String text(Entry entry) {
    String text = entry.content().text();
    return entry.author() instanceof Author.OfMember ? MemberText.marked(text) : text;
  }

  /** Adds a remark about a member's reaction; only once for a repeated command. */
  void sayReaction(
      Optional<Integer> number, long message, String emoji, boolean added, Instant at) {
    if (!isReactionSaid(number, message, emoji, added)) {
      String text = words(ReactionText.forStaff(book(), number, message, emoji, added));
      write(reactionSource(number, message), new Author.OfRemark(List.of()), Content.of(text), at);
    }
  }

  /** Whether the last remark about the reaction says this. */
  boolean isReactionSaid(Optional<Integer> number, long message, String emoji, boolean added) {
    String text = words(ReactionText.forStaff(book(), number, message, emoji, added));
    String opposite = words(ReactionText.forStaff(book(), number, message, emoji, !added));
    long source = reactionSource(number, message);
    List<Entry> latest = new ArrayList<>(book().entries());
    return latest
        .subList(Math.max(0, latest.size() - Conversation.KEPT_TEXTS), latest.size())
        .stream()
        .filter(entry -> entry.author() instanceof Author.OfRemark && entry.source() == source)
        .map(entry -> entry.content().text())
        .filter(line -> line.equals(text) || line.equals(opposite))
        .reduce((_, last) -> last)
        .filter(text::equals)
        .isPresent();
  }

  /**
   * The source of a remark about a reaction: the message id if there is no number, because the text
   * then names only the second, which others may share.
   */
  private static long reactionSource(Optional<Integer> number, long message) {
    return number.isPresent() ? 0 : -message;
  }

  void delete(int number, long cause, Instant at) {
    draft.happen(new TicketEvent.Deleted(number, cause, at));
    draft.touch(number);
    if (!amendable(number)) {
      say(new RemarkMessage.Deleted(number), at);
    }
  }

  /** Whether all posts that show an entry to staff, if any, can be amended. */
  boolean amendable(int number) {
    return book()
        .shownOf(number)
        .filter(one -> one.target() == PlannedAction.Target.STAFF)
        .allMatch(draft.rendering()::amendable);
  }

  /** Whether the new text fits into the posts of the old text, or the entry is not posted yet. */
  boolean fitsInPlace(Entry entry, String text) {
    if (entry.restated().isPresent()) {
      return false;
    }
    Conversation changed =
        book()
            .with(
                change -> change.entry(entry.number(), one -> one.withText(text, one.editedAt())));
    Rendering rendering = new Rendering(changed, rules);
    Entry after = changed.entry(entry.number()).orElseThrow();
    List<SentPost> standing =
        book()
            .shownOf(entry.number())
            .filter(one -> one.target() == PlannedAction.Target.STAFF && one.part() >= 0)
            .toList();
    List<PlannedAction.Show> under =
        book()
            .pendingShows(PlannedAction.Target.STAFF)
            .filter(show -> show.numbers().contains(entry.number()) && show.part() >= 0)
            .toList();
    if (standing.isEmpty() && under.isEmpty()) {
      // An entry that was shown and has no post any more was deleted by somebody.
      return book().unshown().contains(entry.number());
    }
    if (!standing.stream().allMatch(rendering::amendable)
        || standing.stream().anyMatch(this::wordless)) {
      return false;
    }
    boolean together =
        standing.stream().anyMatch(one -> one.numbers().size() > 1)
            || under.stream().anyMatch(show -> show.numbers().size() > 1);
    if (together) {
      return under.stream()
          .allMatch(show ->
              rendering
                  .render(
                      show.target(),
                      show.purpose(),
                      show.numbers(),
                      0,
                      show.files(),
                      Instant.MAX.minusSeconds(1))
                  .filter(draft -> draft.content().length() <= Rendering.CONTENT)
                  .isPresent());
    }
    int places = standing.size() + under.size();
    return rendering.text().staffParts(after).size() <= places;
  }

  /** Whether the post lacks its text because Discord refused it. */
  private boolean wordless(SentPost sentPost) {
    return switch (book().recasting(sentPost.post()).form().words()) {
      case IN_A_FILE, NAMED -> true;
      case AS_WRITTEN, DEFUSED -> false;
    };
  }

  Ticket.Decision remark(long source, String text, List<Draft.Button> buttons, Instant at) {
    Optional<Integer> known = source == 0 ? Optional.empty() : book().bySource(source);
    if (known.isPresent()) {
      return draft.nothing(new TicketReply.Taken(known.get()));
    }
    int number = write(source, new Author.OfRemark(buttons), Content.of(text), at);
    return draft.taken(number, at);
  }

  /** Adds a remark. */
  void say(RemarkMessage message, Instant at) {
    say(words(message), at);
  }

  private void say(String text, Instant at) {
    write(0, new Author.OfRemark(List.of()), Content.of(text), at);
  }

  void loseChannel(long channel, Instant at) {
    draft.happen(new TicketEvent.ChannelLost(channel, at));
    if (open) {
      say(new RemarkMessage.FormerChannelDeleted(), at);
    }
  }

  /** Adds a remark about the files of an entry whose posts cannot be amended. */
  void sayFiles(int number, PlannedAction.Target target, Instant at) {
    Optional<Entry> entry = book().entry(number);
    if (target == PlannedAction.Target.STAFF && entry.isPresent() && !amendable(number)) {
      String lines = draft.rendering().text().fileLines(entry.get());
      if (!lines.isEmpty()) {
        say("`#%d`:\n%s".formatted(number, lines), at);
      }
    }
  }

  boolean delayNoticed(Instant at) {
    return book().delayNoticedAt().plus(DELAY_NOTICE_PAUSE).isAfter(at);
  }

  void tell(PlannedAction.Purpose purpose, String text, Instant at) {
    notice(PlannedAction.Target.MEMBER, purpose, text, at);
  }

  /**
   * Posts notes that the transcript lacks in the log channel, because the ticket's channel is
   * deleted with them.
   */
  void logNotes(List<Integer> numbers, Instant at) {
    String text =
        numbers.stream()
            .flatMap(number -> book().entry(number).stream())
            .flatMap(entry -> LateNote.line(rules.words(), book(), entry).stream())
            .collect(Collectors.joining("\n"));
    if (!text.isEmpty()) {
      notice(PlannedAction.Target.LOG, PlannedAction.Purpose.NOTICE, text, at);
    }
  }

  private void notice(
      PlannedAction.Target target, PlannedAction.Purpose purpose, String text, Instant at) {
    for (String part : Markdown.split(text, Rendering.CONTENT, Rendering.CONTENT)) {
      draft.plan(
          new PlannedAction.Show(target, purpose, List.of(), 0, List.of(), Draft.of(part)), at);
    }
  }

  void mirror(PlannedAction.Target target, long message, String emoji, boolean added, Instant at) {
    draft.plan(new PlannedAction.Mirror(target, message, emoji, added), at);
  }

  /** The first post that shows an entry at a target. */
  Optional<SentPost> standing(int number, PlannedAction.Target target) {
    return book().shownOf(number).filter(one -> one.target() == target).findFirst();
  }
}
