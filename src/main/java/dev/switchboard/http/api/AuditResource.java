package dev.switchboard.http.api;

import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.AuditSearch;
import dev.switchboard.access.Right;
import dev.switchboard.access.Surface;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Cursor;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The audit log: {@code GET /api/audit}. */
public final class AuditResource {
  private static final int MOST = 200;
  private static final int USUAL = 50;
  private static final int LONGEST_ACTOR = 100;
  private static final int LONGEST_CURSOR = 1_000;

  private static final Map<String, Surface> SURFACES =
      Arrays.stream(Surface.values())
          .collect(Collectors.toUnmodifiableMap(Surface::word, surface -> surface));

  private static final Map<String, AuditSearch.Kind> KINDS =
      Arrays.stream(AuditSearch.Kind.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  kind -> kind.name().toLowerCase(Locale.ROOT), kind -> kind));

  private final AuditSearch audit;

  public AuditResource(AuditSearch audit) {
    this.audit = audit;
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.get("/api/audit").holding(Right.VIEW_AUDIT).does(this::list));
  }

  private record Asked(AuditSearch.Wanted wanted, int limit, Optional<String> after) {
    static Asked of(Fields fields) {
      OptionalLong ticket = fields.optionalNumber("ticket", 1, Long.MAX_VALUE);
      return new Asked(
          new AuditSearch.Wanted(
              fields.optionalText("actor", 1, LONGEST_ACTOR),
              fields.optionalChoice("surface", SURFACES),
              fields.optionalChoice("kind", KINDS),
              fields.optionalTime("from"),
              fields.optionalTime("before"),
              ticket),
          (int) fields.optionalNumber("limit", 1, MOST).orElse(USUAL),
          fields.optionalText("after", 1, LONGEST_CURSOR));
    }

    /** The name of the list, as its cursors know it. */
    String list() {
      return "audit " + wanted;
    }

    OptionalLong behind() {
      return after
          .map(cursor -> OptionalLong.of(Cursor.key(list(), cursor)))
          .orElse(OptionalLong.empty());
    }
  }

  private record Shown(
      long number,
      Instant at,
      String kind,
      String actor,
      String address,
      String surface,
      String method,
      String resource,
      int status,
      String detail) {
    static Shown of(AuditLog.Numbered numbered) {
      AuditEntry entry = numbered.entry();
      return new Shown(
          numbered.number(),
          entry.at(),
          entry.isRead() ? "read" : entry.isRefusal() ? "refusal" : "act",
          entry.caller(),
          entry.address(),
          entry.surface(),
          entry.method(),
          entry.resource(),
          entry.status(),
          entry.detail());
    }
  }

  private record Listed(List<Shown> entries, boolean hasMore, Optional<String> next) {}

  private CompletionStage<Answer> list(Call call) {
    Asked asked = call.query(Asked::of);
    return audit
        .find(asked.wanted(), asked.behind(), asked.limit() + 1)
        .thenApply(found -> {
          boolean more = found.size() > asked.limit();
          List<AuditLog.Numbered> shown = found.subList(0, Math.min(found.size(), asked.limit()));
          return Answer.ok(
              new Listed(
                  shown.stream().map(Shown::of).toList(),
                  more,
                  more
                      ? Optional.of(Cursor.of(asked.list(), shown.getLast().number()))
                      : Optional.empty()));
        });
  }
}
