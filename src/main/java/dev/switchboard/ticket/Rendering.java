package dev.switchboard.ticket;

import dev.switchboard.ticket.Draft.Embed;
import dev.switchboard.ticket.Draft.Field;
import dev.switchboard.ticket.Draft.Pings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a ticket looks on Discord: a pure function of the book, so that a message is brought up to
 * date by rendering it again and comparing.
 */
final class Rendering {
  /** Discord's limit of a message's content, in characters. */
  static final int CONTENT = 2_000;

  private static final int EMBEDS = 10;
  private static final int EMBED_CHARACTERS = 6_000;

  /** Discord's limit of files in one message. */
  static final int FILES = 10;

  private static final int FORMER_COLOUR = 0xFAA81A;
  private static final int HEADER_COLOUR = 0x5865F2;

  /** A former text is cut here; three of them stay below Discord's 6,000 characters of embeds. */
  private static final int FORMER_LENGTH = 1_800;

  private static final int FORMERS = 3;

  /** A message shown later than this after it was written says when that was. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private final Book book;
  private final Rules rules;

  Rendering(Book book, Rules rules) {
    this.book = book;
    this.rules = rules;
  }

  /** The message as it should be; absent where nothing of it is left to show. */
  Optional<Draft> render(Shown shown) {
    return render(
        shown.target(),
        shown.purpose(),
        shown.numbers(),
        shown.part(),
        shown.files(),
        shown.plannedAt());
  }

  Optional<Draft> render(
      Deed.Target target,
      Deed.Purpose purpose,
      List<Integer> numbers,
      int part,
      List<Long> files,
      Instant plannedAt) {
    List<Entry> entries = numbers.stream().flatMap(number -> book.entry(number).stream()).toList();
    List<StoredFile> copies = copies(entries, files);
    if (target == Deed.Target.MEMBER) {
      return renderForMember(entries.getFirst(), part, copies);
    }
    String ping = purpose == Deed.Purpose.HEADER ? ping() : "";
    String text =
        part < 0
            ? "-# " + number(entries.getFirst())
            : entries.size() == 1
                ? textOfOne(entries.getFirst(), part, plannedAt, ping.length())
                : textOfMany(entries, plannedAt);
    // Where @here may ring, the member's own words must not: a look-alike sign, of the same length.
    String content = ping.isEmpty() ? text : join(ping, text.replaceAll("@(?=everyone|here)", "＠"));
    List<Embed> embeds = new ArrayList<>();
    if (purpose == Deed.Purpose.HEADER) {
      embeds.add(header());
    }
    if (part == 0) {
      entries.stream().flatMap(this::formers).forEach(former -> addWithin(embeds, former));
    }
    if (content.isEmpty() && embeds.isEmpty() && copies.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Draft(
            content, embeds, copies, ping.isEmpty() ? Pings.NONE : pings(), 0, buttons(entries)));
  }

  /** Discord takes 10 embeds with 6,000 characters in all; what is beyond is in the history. */
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
    List<String> parts = memberParts(entry);
    String content = part < 0 || part >= parts.size() ? "" : parts.get(part);
    if (content.isEmpty() && copies.isEmpty()) {
      return Optional.empty();
    }
    long answers = part == 0 ? answeredByMember(entry.content().answers()) : 0;
    return Optional.of(new Draft(content, List.of(), copies, Pings.NONE, answers));
  }

  /** How many messages the text of an entry takes at staff. */
  int staffParts(Entry entry, Deed.Purpose purpose, Instant plannedAt) {
    int ping = purpose == Deed.Purpose.HEADER ? ping().length() : 0;
    return bodies(entry, plannedAt, ping).size();
  }

  /** The texts of the messages that a reply takes at the member. */
  List<String> memberParts(Entry entry) {
    String heading =
        entry.author() instanceof Author.OfReply reply
            ? "**" + plain(reply.signature()) + "**"
            : "";
    String body = body(entry, true);
    if (body.isEmpty()) {
      return List.of(heading);
    }
    List<String> parts =
        new ArrayList<>(TextSplitter.split(body, CONTENT - heading.length() - 1, CONTENT));
    parts.set(0, join(heading, parts.getFirst()));
    return parts;
  }

  /** The length of an entry's text within a message that shows several. */
  int segmentLength(Entry entry, Instant plannedAt) {
    return segment(entry, plannedAt).length() + 1;
  }

  int pingLength() {
    return ping().isEmpty() ? 0 : ping().length() + 1;
  }

  /** Whether the file goes up with a message, rather than as a link. */
  boolean uploads(Entry.Copy copy) {
    return copy instanceof Entry.Copy.Kept(Attachment attachment, StoredFile file)
        && file.size() <= rules.uploadLimit()
        && !book.linkOnly(attachment.id());
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

  // ---- texts for staff

  private String textOfOne(Entry entry, int part, Instant plannedAt, int taken) {
    List<String> bodies = bodies(entry, plannedAt, taken);
    if (part >= bodies.size()) {
      return "-# " + number(entry) + " (shortened)";
    }
    return part == 0
        ? join(heading(entry, plannedAt), bodies.getFirst())
        : join(continuation(entry), bodies.get(part));
  }

  private List<String> bodies(Entry entry, Instant plannedAt, int taken) {
    int first = CONTENT - heading(entry, plannedAt).length() - 1 - (taken == 0 ? 0 : taken + 1);
    return TextSplitter.split(
        body(entry, false), first, CONTENT - continuation(entry).length() - 1);
  }

  private String textOfMany(List<Entry> entries, Instant plannedAt) {
    return entries.stream()
        .map(entry -> segment(entry, plannedAt))
        .collect(Collectors.joining("\n"));
  }

  private String segment(Entry entry, Instant plannedAt) {
    return join(heading(entry, plannedAt), TextSplitter.closed(body(entry, false)));
  }

  private static String continuation(Entry entry) {
    return "-# " + number(entry) + " continued";
  }

  private String heading(Entry entry, Instant plannedAt) {
    String who =
        switch (entry.author()) {
          case Author.OfMember(String name) -> "**" + plain(name) + "** " + number(entry);
          case Author.OfReply reply -> replyHeading(entry, reply);
          case Author.OfNote(Staff staff) -> "**" + plain(staff.name()) + "** (note)";
          case Author.OfRemark _ -> "";
        };
    StringBuilder heading = new StringBuilder(who);
    if (entry.author() instanceof Author.OfMember && plannedAt.isAfter(entry.at().plus(LATE))) {
      heading.append(" · written <t:").append(entry.at().getEpochSecond()).append(":f>");
    }
    if (entry.deleted()) {
      heading.append(" · **deleted**");
    }
    entry
        .restated()
        .ifPresentOrElse(
            elsewhere -> heading.append(" · **edited**, see `#").append(elsewhere.as()).append('`'),
            () -> heading.append(entry.former().isEmpty() ? "" : " · **edited**"));
    String answered = answered(entry);
    return answered.isEmpty() ? heading.toString() : join(heading.toString(), answered);
  }

  private static String replyHeading(Entry entry, Author.OfReply reply) {
    String role =
        reply.staff().topRole().isEmpty() ? "" : " (" + plain(reply.staff().topRole()) + ")";
    String anonymous = reply.anonymous() ? " anonymously" : "";
    String fate =
        switch (entry.delivery()) {
          case Entry.Delivery.Stored _ when entry.deleted() -> "never sent";
          case Entry.Delivery.Stored _, Entry.Delivery.Planned _ -> "under way";
          case Entry.Delivery.Delivered _ -> "sent";
          case Entry.Delivery.Refused(Outcome.Refusal reason, String detail) ->
              "**not sent**: " + sentence(reason, detail);
        };
    return "**%s**%s replied%s %s · %s"
        .formatted(plain(reply.staff().name()), role, anonymous, number(entry), fate);
  }

  static String sentence(Outcome.Refusal reason, String detail) {
    return switch (reason) {
      case DM_CLOSED -> "the member takes no direct messages from the bot";
      case CHANNEL_GONE -> "the channel does not exist any more";
      case MESSAGE_GONE -> "the message does not exist any more";
      case GUILD_FULL -> "the staff server has no room for another channel";
      case FORBIDDEN -> "the bot lacks a permission (" + plain(detail) + ")";
      case TOO_LARGE -> "Discord finds it too large";
      case INVALID -> "Discord refused it (" + plain(detail) + ")";
    };
  }

  /** The line that says what an entry answers; empty for none. */
  private String answered(Entry entry) {
    long message = entry.content().answers();
    if (message == 0 || !(entry.author() instanceof Author.OfMember)) {
      return "";
    }
    Optional<Integer> number =
        book.bySource(message)
            .or(() ->
                book.byMessage(message)
                    .map(Shown::numbers)
                    .filter(one -> !one.isEmpty())
                    .map(List::getFirst));
    return number
        .flatMap(book::entry)
        .map(original -> "-# in reply to " + number(original) + excerpt(original))
        .orElse("-# in reply to an earlier message");
  }

  private static String excerpt(Entry entry) {
    String line = entry.content().text().lines().findFirst().orElse("").strip();
    String cut = line.length() > 80 ? line.substring(0, 80) + "…" : line;
    return cut.isEmpty() ? "" : ": " + plain(cut);
  }

  /** The member's own message that a reply of staff answers; 0 for none. */
  private long answeredByMember(long message) {
    if (message == 0) {
      return 0;
    }
    return book.byMessage(message).stream()
        .flatMap(shown -> shown.numbers().stream())
        .flatMap(number -> book.entry(number).stream())
        .filter(entry -> entry.author() instanceof Author.OfMember)
        .mapToLong(Entry::source)
        .findFirst()
        .orElse(0);
  }

  private String body(Entry entry, boolean forMember) {
    Stream<String> files = entry.files().stream().flatMap(copy -> fileLine(copy, forMember));
    return Stream.of(
            Stream.of((forMember ? entry.content().text() : entry.standing()).strip()),
            entry.content().extras().stream(),
            files)
        .flatMap(one -> one)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /** What a text says of a file that does not come with it. */
  private Stream<String> fileLine(Entry.Copy copy, boolean forMember) {
    return switch (copy) {
      case Entry.Copy.Waiting _ -> Stream.empty();
      case Entry.Copy.Kept(_, StoredFile file) ->
          uploads(copy) ? Stream.empty() : Stream.of(link(file, forMember));
      case Entry.Copy.Lost(Attachment attachment, String why) ->
          Stream.of(
              forMember
                  ? "(a file, %s, could not be sent)".formatted(plain(attachment.name()))
                  : "📎 %s (%s) could not be copied: %s. Discord serves it for a while: <%s>"
                      .formatted(
                          plain(attachment.name()),
                          size(attachment.size()),
                          why,
                          attachment.url()));
    };
  }

  private String link(StoredFile file, boolean forMember) {
    String address = rules.links().to(file);
    String name = plain(file.name());
    if (!address.isEmpty()) {
      return "📎 [%s](<%s>) (%s)".formatted(name, address, size(file.size()));
    }
    return forMember
        ? "(a file, %s, is too large to be sent)".formatted(name)
        : "📎 %s (%s) is too large to be shown here; the copy is in the file store as %s"
            .formatted(name, size(file.size()), file.key().substring(0, 16));
  }

  private Stream<Embed> formers(Entry entry) {
    List<String> all =
        entry.restated().isPresent()
            ? entry.former().reversed().stream().skip(1).toList().reversed()
            : entry.former();
    return all.reversed().stream()
        .limit(FORMERS)
        .filter(text -> !text.isBlank())
        .map(text ->
            new Embed(
                number(entry).replace("`", "") + " said before",
                text.length() > FORMER_LENGTH
                    ? text.substring(0, FORMER_LENGTH) + "… (whole in the history)"
                    : text,
                FORMER_COLOUR,
                List.of(),
                "",
                ""));
  }

  // ---- the head of a channel

  private Embed header() {
    Member member = book.opening().member();
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("Account created", date(Snowflakes.instant(member.id())), true));
    switch (book.profile().orElse(new Profile.Unknown())) {
      case Profile.Present(String nickname, Instant joined, List<String> roles) -> {
        fields.add(new Field("Joined", date(joined), true));
        if (!nickname.isEmpty()) {
          fields.add(new Field("Nickname", plain(nickname), true));
        }
        fields.add(
            new Field("Roles", roles.isEmpty() ? "none" : cut(String.join(", ", roles)), false));
      }
      case Profile.NotThere _ ->
          fields.add(new Field("Joined", "not a member of the community", true));
      case Profile.Unknown _ -> fields.add(new Field("Joined", "not known", true));
    }
    List<Long> former = book.opening().former();
    fields.add(
        new Field(
            "Former tickets",
            former.isEmpty()
                ? "none"
                : cut(
                    former.size()
                        + ": "
                        + former.reversed().stream()
                            .map(number -> "#" + number)
                            .collect(Collectors.joining(", "))),
            false));
    return new Embed(
        "Ticket #" + book.opening().ticket() + ": " + member.displayName(),
        "<@%d> · %s · `%d`".formatted(member.id(), plain(member.userName()), member.id()),
        HEADER_COLOUR,
        fields,
        "Ordinary messages here are notes. /reply or !reply answers the member.",
        "");
  }

  private String ping() {
    return switch (rules.settings().ping()) {
      case TicketSettings.Ping.Nobody _ -> "";
      case TicketSettings.Ping.Here _ -> "@here";
      case TicketSettings.Ping.Everyone _ -> "@everyone";
      case TicketSettings.Ping.Roles(List<Long> ids) ->
          ids.stream().map(id -> "<@&" + id + ">").collect(Collectors.joining(" "));
    };
  }

  private Pings pings() {
    return switch (rules.settings().ping()) {
      case TicketSettings.Ping.Nobody _ -> Pings.NONE;
      case TicketSettings.Ping.Here _, TicketSettings.Ping.Everyone _ -> new Pings(true, List.of());
      case TicketSettings.Ping.Roles(List<Long> ids) -> new Pings(false, ids);
    };
  }

  // ---- small things

  private static List<StoredFile> copies(List<Entry> entries, List<Long> files) {
    return entries.stream()
        .flatMap(entry -> entry.files().stream())
        .filter(Entry.Copy.Kept.class::isInstance)
        .map(Entry.Copy.Kept.class::cast)
        .filter(kept -> files.contains(kept.attachment().id()))
        .map(Entry.Copy.Kept::file)
        .toList();
  }

  private static String number(Entry entry) {
    return "`#" + entry.number() + "`";
  }

  private static String date(Instant at) {
    return "<t:%d:D> (<t:%d:R>)".formatted(at.getEpochSecond(), at.getEpochSecond());
  }

  private static String cut(String text) {
    return text.length() > 1_000 ? text.substring(0, 1_000) + "…" : text;
  }

  private static String join(String first, String second) {
    return Stream.of(first, second)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  static String size(long bytes) {
    if (bytes >= 1 << 20) {
      return "%d MiB".formatted(Math.round(bytes / (double) (1 << 20)));
    }
    return bytes >= 1 << 10 ? "%d KiB".formatted(bytes >> 10) : bytes + " bytes";
  }

  /** The words without the meaning that Discord's Markdown would give them. */
  static String plain(String text) {
    return text.replaceAll("([\\\\*_~|`>\\[])", "\\\\$1");
  }
}
