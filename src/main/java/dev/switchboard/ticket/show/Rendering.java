package dev.switchboard.ticket.show;

import dev.switchboard.text.Markdown;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Draft.Embed;
import dev.switchboard.ticket.model.Draft.Pings;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Form;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.SentPost;
import dev.switchboard.ticket.model.StoredFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pure function that makes the content of posts from a conversation. A post is amended when its
 * new rendering differs from it.
 */
public final class Rendering {
  /** Discord's limit on a message's content, in characters. */
  public static final int CONTENT = 2_000;

  private static final int EMBEDS = 10;
  private static final int EMBED_CHARACTERS = 6_000;

  /** Discord's limit on files in one message. */
  public static final int FILES = 10;

  private static final int FORMER_COLOUR = 0xFAA81A;

  /**
   * The longest former text, in characters; three of them stay below Discord's 6,000 characters of
   * embeds.
   */
  private static final int FORMER_LENGTH = 1_800;

  private final Conversation conversation;
  private final EntryText text;
  private final ChannelHead head;
  private final Words words;

  public Rendering(Conversation conversation, Rules rules) {
    this.conversation = conversation;
    this.text = new EntryText(conversation, rules);
    this.head = new ChannelHead(conversation, rules);
    this.words = rules.words();
  }

  /** The texts of the entries. */
  public EntryText text() {
    return text;
  }

  /** The present content of a post; empty if nothing is left to show. */
  public Optional<Draft> render(SentPost sentPost) {
    Optional<Draft> planned =
        render(
            sentPost.target(),
            sentPost.purpose(),
            sentPost.numbers(),
            sentPost.part(),
            sentPost.files(),
            sentPost.plannedAt());
    Conversation.Recasting recasting = conversation.recasting(sentPost.post());
    return planned.map(draft -> recast(draft, recasting, sentPost.numbers()));
  }

  private Draft recast(Draft draft, Conversation.Recasting recasting, List<Integer> numbers) {
    Form form = recasting.form();
    return new Draft(
        FormText.content(words, form, draft.content(), name(numbers), recasting.why()),
        form.framed() ? draft.embeds() : List.of(),
        draft.files(),
        draft.pings(),
        draft.answers(),
        draft.buttons());
  }

  /** The name of a post of one entry, shown if its text is not. */
  public static String name(List<Integer> numbers) {
    return numbers.size() == 1 ? "`#" + numbers.getFirst() + "`" : "";
  }

  public Optional<Draft> render(
      PlannedAction.Target target,
      PlannedAction.Purpose purpose,
      List<Integer> numbers,
      int part,
      List<Long> files,
      Instant plannedAt) {
    List<Entry> entries =
        numbers.stream().flatMap(number -> conversation.entry(number).stream()).toList();
    List<StoredFile> copies = copies(entries, files);
    if (target == PlannedAction.Target.MEMBER) {
      return renderForMember(entries.getFirst(), part, copies);
    }
    String ping = purpose == PlannedAction.Purpose.HEADER ? head.ping() : "";
    String said = textForStaff(entries, part, plannedAt);
    // The head may ping @here, but the member's text must not: a similar sign of the same length.
    String content =
        ping.isEmpty() ? said : Phrases.join(ping, said.replaceAll("@(?=everyone|here)", "＠"));
    List<Embed> embeds = new ArrayList<>();
    if (purpose == PlannedAction.Purpose.HEADER) {
      embeds.add(head.embed());
    }
    if (part == 0) {
      entries.stream().flatMap(this::formers).forEach(former -> addWithin(embeds, former));
    }
    if (content.isEmpty() && embeds.isEmpty() && copies.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Draft(
            content,
            embeds,
            copies,
            ping.isEmpty() ? Pings.NONE : head.pings(),
            0,
            buttons(entries)));
  }

  private String textForStaff(List<Entry> entries, int part, Instant plannedAt) {
    if (part < 0) {
      return "-# " + Phrases.number(entries.getFirst());
    }
    return entries.size() == 1
        ? text.part(entries.getFirst(), part, plannedAt)
        : text.together(entries, plannedAt);
  }

  /** Whether the post can be amended: its text is kept here and still fits. */
  public boolean amendable(SentPost sentPost) {
    return known(sentPost) && fits(sentPost, render(sentPost));
  }

  /** Whether all text of the post is kept here. */
  public boolean known(SentPost sentPost) {
    return switch (sentPost.target()) {
      case STAFF -> entries(sentPost).noneMatch(Entry::trimmed);
      case MEMBER ->
          entries(sentPost)
              .noneMatch(
                  entry -> entry.trimmed() && !entry.deleted() && entry.content().text().isEmpty());
      case LOG -> true;
    };
  }

  /** Whether the present content fits into the post. */
  public boolean fits(SentPost sentPost, Optional<Draft> draft) {
    return sentPost.target() != PlannedAction.Target.STAFF
        || draft.filter(one -> one.content().length() > CONTENT).isEmpty();
  }

  private Stream<Entry> entries(SentPost sentPost) {
    return sentPost.numbers().stream().flatMap(number -> conversation.entry(number).stream());
  }

  /**
   * Discord accepts 10 embeds with 6,000 characters in all; further former texts are in the history
   * only.
   */
  private static void addWithin(List<Embed> embeds, Embed one) {
    int length = embeds.stream().mapToInt(Rendering::length).sum() + length(one);
    if (embeds.size() < EMBEDS && length <= EMBED_CHARACTERS) {
      embeds.add(one);
    }
  }

  private static int length(Embed embed) {
    int fields =
        embed.fields().stream()
            .mapToInt(field -> field.name().length() + field.value().length())
            .sum();
    return embed.title().length() + embed.description().length() + embed.footer().length() + fields;
  }

  private Optional<Draft> renderForMember(Entry entry, int part, List<StoredFile> copies) {
    if (entry.deleted()) {
      return Optional.empty();
    }
    List<String> parts = text.memberParts(entry);
    String content = part < 0 || part >= parts.size() ? "" : parts.get(part);
    if (content.isEmpty() && copies.isEmpty()) {
      return Optional.empty();
    }
    long answers = part == 0 ? text.answeredByMember(entry.content().answers()) : 0;
    return Optional.of(new Draft(content, List.of(), copies, Pings.NONE, answers));
  }

  private static List<Draft.Button> buttons(List<Entry> entries) {
    return entries.stream()
        .map(Entry::author)
        .filter(Author.OfRemark.class::isInstance)
        .map(Author.OfRemark.class::cast)
        .flatMap(remark -> remark.buttons().stream())
        .limit(5)
        .toList();
  }

  private Stream<Embed> formers(Entry entry) {
    List<String> all =
        entry.restated().isPresent()
            ? entry.former().reversed().stream().skip(1).toList().reversed()
            : entry.former();
    return all.reversed().stream()
        .limit(Entry.SHOWN_FORMER)
        .filter(former -> !former.isBlank())
        .map(former ->
            new Embed(
                words.of(new EntryMessage.SaidBefore(entry.number())),
                shortened(former),
                FORMER_COLOUR,
                List.of(),
                "",
                ""));
  }

  private String shortened(String former) {
    return former.length() > FORMER_LENGTH
        ? Markdown.split(former, FORMER_LENGTH, FORMER_LENGTH).getFirst()
            + words.of(new EntryMessage.WholeInHistory())
        : former;
  }

  private static List<StoredFile> copies(List<Entry> entries, List<Long> files) {
    return entries.stream()
        .flatMap(entry -> entry.files().stream())
        .filter(Entry.Copy.Kept.class::isInstance)
        .map(Entry.Copy.Kept.class::cast)
        .filter(kept -> files.contains(kept.attachment().id()))
        .map(Entry.Copy.Kept::file)
        .toList();
  }
}
