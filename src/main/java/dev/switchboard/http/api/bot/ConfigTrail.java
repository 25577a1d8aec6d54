package dev.switchboard.http.api.bot;

import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.Principal;
import dev.switchboard.http.endpoint.ApiJson;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.ProblemException;
import dev.switchboard.text.Graphemes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/** Changes of the configuration in the audit log, with the values before and after. */
public final class ConfigTrail {
  /** All fields of a change fit into one entry. The journal keeps the whole values. */
  private static final int LONGEST = 120;

  private final AuditLog log;
  private final Clock clock;

  public ConfigTrail(AuditLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** The values of a field before and after; a value that is a secret would be masked. */
  record Change(String before, String after) {
    Change {
      before = Graphemes.shortened(before, LONGEST);
      after = Graphemes.shortened(after, LONGEST);
    }
  }

  CompletionStage<Done> changed(Call call, Map<String, Change> changes) {
    return write(call, 200, Map.of("changes", changes));
  }

  /** Carries out a change, and writes an entry if it is refused. */
  <T> CompletionStage<T> watching(Call call, Supplier<CompletionStage<T>> change) {
    CompletionStage<T> changing;
    try {
      changing = change.get();
    } catch (ProblemException refused) {
      changing = CompletableFuture.failedStage(refused);
    }
    return changing.exceptionallyCompose(failure -> {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      CompletionStage<T> failed = CompletableFuture.failedStage(cause);
      return cause instanceof ProblemException refused
          ? write(
                  call,
                  refused.problem().code().status(),
                  Map.of("refused", refused.problem().code().word()))
              .thenCompose(_ -> failed)
          : failed;
    });
  }

  private CompletionStage<Done> write(Call call, int status, Map<String, Object> told) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("request", call.id());
    detail.putAll(told);
    Principal by = call.by();
    return log.write(
        new AuditEntry(
            clock.instant(),
            by.name(),
            by.source().address().orElse(""),
            by.source().surface().word(),
            call.request().method(),
            call.request().path(),
            status,
            new String(ApiJson.written(detail), StandardCharsets.UTF_8)));
  }
}
