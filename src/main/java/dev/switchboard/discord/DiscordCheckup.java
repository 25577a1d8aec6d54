package dev.switchboard.discord;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.storage.Database;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A look at Discord from outside of the running product. Changes nothing anywhere. */
public final class DiscordCheckup {
  /**
   * What was found.
   *
   * @param checks what the start would come to
   * @param sessionsLeft how many new gateway sessions Discord allows today; empty where it did not
   *     say
   */
  public record Found(StartupChecks.Result checks, OptionalInt sessionsLeft) {}

  private DiscordCheckup() {}

  /**
   * Looks, within about 40 s.
   *
   * @param database to compare whose it is; empty where there is none yet
   */
  public static CompletionStage<Found> look(DiscordSettings settings, Optional<Database> database) {
    var rest = new DiscordRest(settings.access());
    StartupChecks.Owner owner =
        asking ->
            database
                .map(open -> Installation.look(open, asking))
                .orElseGet(() -> CompletableFuture.completedStage(asking));
    return new StartupChecks(rest, settings, new GuildDirectory(settings.place()), owner)
        .run()
        .thenCompose(checks ->
            checks instanceof StartupChecks.Result.Ready
                ? rest.exchange(Call.get("/gateway/bot"))
                    .thenApply(answer -> new Found(checks, sessionsLeft(answer)))
                : CompletableFuture.completedStage(new Found(checks, OptionalInt.empty())))
        .whenComplete((_, _) -> rest.close());
  }

  private static OptionalInt sessionsLeft(Answer answer) {
    if (answer instanceof Answer.Ok(_, JsonNode body, _)) {
      JsonNode left = body.path("session_start_limit").path("remaining");
      return left.isInt() ? OptionalInt.of(left.intValue()) : OptionalInt.empty();
    }
    return OptionalInt.empty();
  }
}
