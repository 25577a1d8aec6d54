package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Cursor;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.ticket.view.Part;
import dev.switchboard.ticket.view.TicketList;
import dev.switchboard.ticket.view.TicketMessages;
import dev.switchboard.ticket.view.TicketSearch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Search over what was said: {@code GET /api/search}. */
public final class SearchResource {
  private static final int MOST = 100;
  private static final int USUAL = 20;
  private static final int LONGEST_CURSOR = 1_000;
  private static final Pattern BLANKS = Pattern.compile("(?U)[\\s\\p{Z}]+");

  private static final Map<String, TicketList.Filter> FILTERS =
      Map.of(
          "open", TicketList.Filter.OPEN,
          "closed", TicketList.Filter.CLOSED,
          "all", TicketList.Filter.ALL);

  private static final Map<String, TicketMessages.Kind> KINDS =
      Map.of(
          "member", TicketMessages.Kind.MEMBER,
          "reply", TicketMessages.Kind.REPLY,
          "note", TicketMessages.Kind.NOTE,
          "remark", TicketMessages.Kind.REMARK);

  private final TicketSearch search;

  public SearchResource(TicketSearch search) {
    this.search = search;
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.get("/api/search").holding(Right.VIEW_TICKETS).does(this::search));
  }

  private record Asked(TicketSearch.Wanted wanted, int limit, Optional<String> after) {
    static Asked of(Fields fields) {
      return new Asked(
          new TicketSearch.Wanted(
              words(fields),
              fields.optionalChoice("status", FILTERS).orElse(TicketList.Filter.ALL),
              fields.optionalSnowflake("author").map(OptionalLong::of).orElse(OptionalLong.empty()),
              fields.optionalChoice("kind", KINDS)),
          (int) fields.optionalNumber("limit", 1, MOST).orElse(USUAL),
          fields.optionalText("after", 1, LONGEST_CURSOR));
    }

    private static List<String> words(Fields fields) {
      List<String> words =
          BLANKS
              .splitAsStream(fields.text("q", 1, TicketSearch.LONGEST))
              .filter(word -> !word.isEmpty())
              .distinct()
              .toList();
      if (words.size() > TicketSearch.MOST_WORDS) {
        fields.wrong(
            "q", "length", "has to have %d words at most".formatted(TicketSearch.MOST_WORDS));
      }
      return words;
    }

    /** The name of the list, as its cursors know it. */
    String list() {
      return "search " + wanted;
    }

    Optional<TicketSearch.Place> place() {
      return after.map(cursor -> {
        long[] key = Cursor.key(list(), cursor, 3);
        return new TicketSearch.Place(
            Instant.EPOCH.plus(key[0], ChronoUnit.MICROS), key[1], (int) key[2]);
      });
    }

    /** The cursor of a message's place; the database knows microseconds. */
    String cursor(TicketSearch.Place place) {
      return Cursor.of(
          list(),
          ChronoUnit.MICROS.between(Instant.EPOCH, place.at()),
          place.ticket(),
          place.number());
    }
  }

  private record Author(String kind, Optional<String> id, String name) {}

  private record Piece(String text, boolean hit) {}

  private record Found(String ticket, int message, Instant at, Author author, List<Piece> snippet) {
    static Found of(TicketSearch.Hit hit) {
      return new Found(
          String.valueOf(hit.ticket()),
          hit.number(),
          hit.at(),
          new Author(
              hit.kind().name().toLowerCase(Locale.ROOT),
              hit.author() == 0 ? Optional.empty() : Optional.of(String.valueOf(hit.author())),
              hit.name()),
          hit.snippet().stream().map(piece -> new Piece(piece.text(), piece.hit())).toList());
    }
  }

  private record FoundTicket(
      String id, String status, String memberId, String username, Instant openedAt) {
    static FoundTicket of(TicketList.Row row) {
      return new FoundTicket(
          String.valueOf(row.ticket()),
          row.open() ? "open" : "closed",
          String.valueOf(row.member()),
          row.memberName(),
          row.opened());
    }
  }

  private record Listed(
      List<Found> messages, List<FoundTicket> tickets, boolean hasMore, Optional<String> next) {}

  private CompletionStage<Answer> search(Call call) {
    Asked asked = call.query(Asked::of);
    Optional<TicketSearch.Place> place = asked.place();
    return search
        .messages(asked.wanted(), place, asked.limit())
        .thenCombine(
            tickets(asked, place),
            (messages, tickets) -> Answer.ok(listed(asked, messages, tickets)));
  }

  /** With the first part only, and not where the question is about an author or a kind. */
  private CompletionStage<List<TicketList.Row>> tickets(
      Asked asked, Optional<TicketSearch.Place> place) {
    boolean wanted =
        place.isEmpty() && asked.wanted().author().isEmpty() && asked.wanted().kind().isEmpty();
    return wanted ? search.tickets(asked.wanted()) : CompletableFuture.completedStage(List.of());
  }

  private static Listed listed(
      Asked asked, Part<TicketSearch.Hit> messages, List<TicketList.Row> tickets) {
    return new Listed(
        messages.rows().stream().map(Found::of).toList(),
        tickets.stream().map(FoundTicket::of).toList(),
        messages.more(),
        messages.more()
            ? Optional.of(asked.cursor(messages.rows().getLast().place()))
            : Optional.empty());
  }
}
