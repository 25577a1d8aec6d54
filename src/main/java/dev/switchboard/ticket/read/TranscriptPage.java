package dev.switchboard.ticket.read;

import dev.switchboard.text.Literal;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Links;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.show.Phrases;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Collectors;

/**
 * The HTML page of a {@link Transcript}, in pieces that are made when they are requested.
 * Everything that people chose (names, texts, file names) is escaped by {@link #text}; the page's
 * own policy forbids scripts as well.
 */
final class TranscriptPage implements Iterator<String> {
  /** The number of lines, or of former texts of a line, that are read together. */
  private static final int TOGETHER = 50;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <meta name="robots" content="noindex">
      <title>Ticket #{ticket}</title>
      <style>
      :root { color-scheme: light dark; --page: #f4f5f8; --card: #fff; --ink: #1c1e26; --soft: #5d6272; --line: #dcdfe8;
        --member: #3b5bdb; --reply: #2b8a3e; --note: #b7791f; --bad: #c92a2a; }
      @media (prefers-color-scheme: dark) {
        :root { --page: #16181d; --card: #1f2229; --ink: #e8eaf0; --soft: #9aa1b3; --line: #333845;
          --member: #91a7ff; --reply: #8ce99a; --note: #ffd43b; --bad: #ff8787; }
      }
      body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 4rem; background: var(--page); color: var(--ink);
        font: 16px/1.5 system-ui, sans-serif; }
      h1 { margin: 0 0 .5rem; font-size: 1.5rem; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0 0 1.5rem; }
      dt, .meta, .fate { color: var(--soft); }
      dd { margin: 0; overflow-wrap: anywhere; }
      article { margin: 0 0 .75rem; padding: .6rem .9rem; background: var(--card); border: 1px solid var(--line);
        border-left: 4px solid var(--line); border-radius: .4rem; }
      article.member { border-left-color: var(--member); }
      article.reply { border-left-color: var(--reply); }
      article.note { border-left-color: var(--note); border-style: dashed; border-left-style: solid; }
      header { display: flex; flex-wrap: wrap; gap: .1rem .6rem; align-items: baseline; }
      .meta, .fate, .former, .file { font-size: .85rem; }
      .kind { font-size: .75rem; padding: 0 .4rem; border: 1px solid currentcolor; border-radius: .6rem; }
      .member .kind { color: var(--member); } .reply .kind { color: var(--reply); } .note .kind { color: var(--note); }
      .text { white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; }
      .deleted .now { text-decoration: line-through; color: var(--soft); }
      .former { border-left: 2px solid var(--line); padding-left: .6rem; color: var(--soft); }
      .bad { color: var(--bad); }
      a { color: var(--member); }
      @media print { body { max-width: none; background: none; } article { break-inside: avoid; } }
      </style>
      </head>
      <body>
      """;

  private final Transcript transcript;
  private final Links links;
  private final Words words;

  /** The present piece. */
  private final StringBuilder html = new StringBuilder();

  private final Queue<Runnable> next = new ArrayDeque<>();
  private int lines;
  private boolean ended;

  TranscriptPage(Transcript transcript, Links links, Words words) {
    this.words = words;
    this.transcript = transcript;
    this.links = links;
    next.add(this::head);
  }

  @Override
  public boolean hasNext() {
    return !next.isEmpty() || !ended;
  }

  @Override
  public String next() {
    if (next.isEmpty()) {
      more();
    }
    next.remove().run();
    String piece = html.toString();
    html.setLength(0);
    return piece;
  }

  private void more() {
    if (ended) {
      throw new NoSuchElementException("the page is at its end");
    }
    int to = Math.min(transcript.size(), lines + TOGETHER);
    for (Transcript.Line line : transcript.lines(lines, to)) {
      next.add(() -> begin(line));
      for (int from = 0; from < line.edits().size(); from += TOGETHER) {
        int first = from;
        int last = Math.min(line.edits().size(), from + TOGETHER);
        next.add(() -> transcript.formers(line, first, last).forEach(this::former));
      }
      next.add(() -> end(line));
    }
    lines = to;
    if (lines == transcript.size()) {
      ended = true;
      next.add(() -> html.append("</main>\n</body>\n</html>\n"));
    }
  }

  // ---- the head

  private void head() {
    html.append(HEAD.replace("{ticket}", Long.toString(transcript.book().opening().ticket())));
    Conversation.Opening opening = transcript.book().opening();
    Member member = opening.member();
    html.append("<h1>Ticket #").append(opening.ticket()).append("</h1>\n<dl>\n");
    fact(
        "Member",
        name(member.displayName())
            + " <span class=\"meta\">"
            + name(member.userName())
            + ", "
            + member.id()
            + "</span>");
    profile(transcript.book().profile());
    fact("Opened", time(opening.at()));
    transcript
        .closure()
        .ifPresent(closure -> {
          String silently = closure.silent() ? ", silently" : "";
          fact("Closed", time(closure.at()) + " by " + name(closure.by().name()) + silently);
          if (!closure.reason().isEmpty()) {
            fact(
                "Reason",
                "<span class=\"text\" dir=\"auto\">" + text(closure.reason()) + "</span>");
          }
        });
    if (!opening.former().isEmpty()) {
      fact(
          "Former tickets",
          opening.former().stream().map(one -> "#" + one).collect(Collectors.joining(", ")));
    }
    fact("Messages", Integer.toString(transcript.size()));
    html.append("</dl>\n<main>\n");
  }

  private void present(Profile.Present member) {
    if (!member.nickname().isEmpty()) {
      fact("Nickname", name(member.nickname()));
    }
    fact("Joined", member.joinedAt().map(TranscriptPage::time).orElse("unknown"));
    member.timedOutUntil().ifPresent(until -> fact("Timed out until", time(until)));
    if (member.pending()) {
      fact("Rules", "not accepted yet");
    }
    if (!member.roles().isEmpty()) {
      fact(
          "Roles",
          member.roles().stream().map(TranscriptPage::name).collect(Collectors.joining(", ")));
    }
  }

  private void profile(Optional<Profile> profile) {
    if (profile.isEmpty()) {
      return;
    }
    switch (profile.get()) {
      case Profile.Present present -> present(present);
      case Profile.NotThere _ -> fact("Joined", "not a member of the community");
      case Profile.Unknown _ -> {}
    }
  }

  private void fact(String name, String value) {
    html.append("<dt>").append(name).append("</dt><dd>").append(value).append("</dd>\n");
  }

  // ---- what was said

  private void begin(Transcript.Line line) {
    html.append("<article id=\"m%d\" class=\"%s\">\n".formatted(line.number(), classes(line)));
    html.append("<header>").append(speaker(line.author()));
    html.append(" <a class=\"meta\" href=\"#m%1$d\">#%1$d</a>".formatted(line.number()));
    html.append(" <span class=\"meta\">").append(time(line.at())).append("</span></header>\n");
    answered(line);
    if (!line.content().text().isEmpty()) {
      paragraph("text now", line.content().text());
    }
    line.content().extras().forEach(extra -> paragraph("text now", extra));
    line.files().forEach(this::file);
  }

  private void end(Transcript.Line line) {
    line.deletedAt()
        .ifPresent(
            at -> html.append("<div class=\"fate\">deleted ").append(time(at)).append("</div>\n"));
    line.restated().ifPresent(this::restated);
    fate(line.author(), line.delivery());
    html.append("</article>\n");
  }

  private static String classes(Transcript.Line line) {
    String kind =
        switch (line.author()) {
          case Author.OfMember _ -> "member";
          case Author.OfReply _ -> "reply";
          case Author.OfNote _ -> "note";
          case Author.OfRemark _ -> "remark";
        };
    return line.deletedAt().isPresent() ? kind + " deleted" : kind;
  }

  private static String speaker(Author author) {
    return switch (author) {
      case Author.OfMember(String name) -> who(name, "") + kind("member");
      case Author.OfReply(Staff staff, String signature, boolean anonymous, _) ->
          who(staff.name(), staff.topRole())
              + kind("staff")
              + " <span class=\"meta\">"
              + (anonymous ? "anonymously, " : "")
              + "signed "
              + name(signature)
              + "</span>";
      case Author.OfNote(Staff staff) -> who(staff.name(), staff.topRole()) + kind("internal note");
      case Author.OfRemark _ -> who("Switchboard", "") + kind("remark");
    };
  }

  private static String who(String name, String role) {
    String after = role.isEmpty() ? "" : " <span class=\"meta\">" + name(role) + "</span>";
    return "<strong>" + name(name) + "</strong>" + after;
  }

  private static String kind(String kind) {
    return " <span class=\"kind\">" + kind + "</span>";
  }

  private void paragraph(String classes, String words) {
    html.append("<div class=\"%s\" dir=\"auto\">".formatted(classes))
        .append(text(words))
        .append("</div>\n");
  }

  private void answered(Transcript.Line line) {
    if (line.content().answers() == 0) {
      return;
    }
    String what =
        line.answers().map("<a href=\"#m%1$d\">#%1$d</a>"::formatted).orElse("an earlier message");
    html.append("<div class=\"meta\">in reply to ").append(what).append("</div>\n");
  }

  private void former(Transcript.Former former) {
    html.append("<div class=\"former\">before ").append(time(former.until())).append(":\n");
    paragraph("text", former.text());
    html.append("</div>\n");
  }

  private void restated(int as) {
    html.append(
        "<div class=\"fate\">said again as <a href=\"#m%1$d\">#%1$d</a></div>\n".formatted(as));
  }

  private void file(Entry.Copy copy) {
    html.append("<div class=\"file\">File: ");
    switch (copy) {
      case Entry.Copy.Kept(Attachment attachment, StoredFile file) -> kept(attachment, file);
      case Entry.Copy.Waiting(Attachment attachment) ->
          html.append(described(attachment, attachment.knownSize())).append(", not copied yet");
      case Entry.Copy.Lost(Attachment attachment, String why) ->
          html.append(described(attachment, attachment.knownSize()))
              .append(" <span class=\"bad\">not copied: ")
              .append(text(why))
              .append("</span>");
    }
    html.append("</div>\n");
  }

  private void kept(Attachment attachment, StoredFile file) {
    String address = links.to(file);
    if (address.startsWith("https://") || address.startsWith("http://")) {
      html.append("<a rel=\"noopener noreferrer\" href=\"")
          .append(text(address))
          .append("\">")
          .append(described(attachment, file.size()))
          .append("</a>");
    } else {
      html.append(described(attachment, file.size()))
          .append(" <span class=\"meta\">copy ")
          .append(text(file.key()))
          .append("</span>");
    }
  }

  private String described(Attachment attachment, long size) {
    return name(attachment.name()) + " (" + words.of(Phrases.size(size)) + ")";
  }

  /** Writes the delivery of an entry. A note has none. */
  private void fate(Author author, Entry.Delivery delivery) {
    String to =
        switch (author) {
          case Author.OfMember _, Author.OfRemark _ -> "shown to staff";
          case Author.OfReply _ -> "sent to the member";
          case Author.OfNote _ -> "";
        };
    if (to.isEmpty()) {
      return;
    }
    String fate =
        switch (delivery) {
          case Entry.Delivery.Stored _, Entry.Delivery.Planned _ -> "not yet " + to;
          case Entry.Delivery.Delivered _ -> to;
          case Entry.Delivery.Refused(Outcome.Refusal reason, String detail) ->
              "<span class=\"bad\">not "
                  + to
                  + ": "
                  + text(words.of(Phrases.reason(reason, detail)))
                  + "</span>";
        };
    html.append("<div class=\"fate\">").append(fate).append("</div>\n");
  }

  // ---- small things

  private static String time(Instant at) {
    return "<time datetime=\"%s\">%s</time>".formatted(at, TIME.format(at));
  }

  /** A name that cannot change the writing direction of the text beside it. */
  private static String name(String name) {
    return "<bdi>" + text(Literal.visible(name)) + "</bdi>";
  }

  /** A text escaped for HTML; also fit for an attribute in double quotes. */
  private static String text(String words) {
    StringBuilder safe = new StringBuilder(words.length() + 16);
    words
        .codePoints()
        .forEach(point -> {
          switch (point) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            case '\n', '\t' -> safe.appendCodePoint(point);
            default ->
                safe.appendCodePoint(
                    Character.isISOControl(point) || isSurrogate(point) ? 0xFFFD : point);
          }
        });
    return safe.toString();
  }

  /** Whether this is an unpaired surrogate, which UTF-8 cannot encode. */
  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
