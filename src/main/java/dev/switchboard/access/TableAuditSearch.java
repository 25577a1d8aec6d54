package dev.switchboard.access;

import dev.switchboard.storage.Database;
import dev.switchboard.storage.StorageUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** {@link AuditSearch} in the table {@code audit_log}. */
public final class TableAuditSearch implements AuditSearch {
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private final Database database;

  public TableAuditSearch(Database database) {
    this.database = database;
  }

  @Override
  public CompletionStage<List<AuditLog.Numbered>> find(
      Wanted wanted, OptionalLong behind, int most) {
    return database
        .transaction(handle -> {
          handle.execute("set local statement_timeout = " + LONGEST.toMillis());
          return bound(handle, wanted, behind)
              .bind("most", most)
              .map((row, _) -> TableAuditLog.numbered(row))
              .list();
        })
        .exceptionallyCompose(failure ->
            CompletableFuture.failedStage(
                StorageUnavailable.isMeantBy(failure)
                    ? new StorageUnavailable("the audit log does not answer", failure)
                    : failure));
  }

  private static Query bound(Handle handle, Wanted wanted, OptionalLong behind) {
    Query query = handle.createQuery(sql(wanted, behind));
    wanted.actor().ifPresent(actor -> query.bind("actor", escaped(actor) + "%"));
    wanted.surface().ifPresent(surface -> query.bind("surface", surface.word()));
    wanted.from().ifPresent(at -> query.bind("from", at.toString()));
    wanted.before().ifPresent(at -> query.bind("before", at.toString()));
    wanted.ticket().ifPresent(ticket -> query.bind("ticket", "/tickets/" + ticket + "/%"));
    behind.ifPresent(number -> query.bind("behind", number));
    return query;
  }

  /** Each condition is there only where it is wanted, so that an index fits. */
  static String sql(Wanted wanted, OptionalLong behind) {
    List<String> conditions = new ArrayList<>(List.of("true"));
    wanted.actor().ifPresent(_ -> conditions.add("caller like :actor"));
    wanted.surface().ifPresent(_ -> conditions.add("surface = :surface"));
    wanted
        .kind()
        .ifPresent(kind ->
            conditions.add(
                switch (kind) {
                  case ACT -> "not audit_log_is_passing(method, status)";
                  case READ -> "audit_log_is_passing(method, status) and status < 400";
                  case REFUSAL -> "audit_log_is_passing(method, status) and status >= 400";
                }));
    wanted.from().ifPresent(_ -> conditions.add("at >= cast(:from as timestamptz)"));
    wanted.before().ifPresent(_ -> conditions.add("at < cast(:before as timestamptz)"));
    wanted.ticket().ifPresent(_ -> conditions.add("resource like :ticket"));
    if (behind.isPresent()) {
      conditions.add("number < :behind");
    }
    return """
    select number, at, caller, address, surface, method, resource, status, detail
    from audit_log where %s order by number desc limit :most
    """
        .formatted(String.join(" and ", conditions));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
