package dev.switchboard.discord.guild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.show.ChannelTopic;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Checks Discord from outside the running product. Changes nothing. */
public final class DiscordCheckup {
  /**
   * The results.
   *
   * @param checks the result of the startup checks
   * @param sessionsLeft new gateway sessions that Discord allows today; empty if unknown
   * @param channels the names of tickets' channels, by ticket
   */
  public record Found(
      StartupChecks.Result checks, OptionalInt sessionsLeft, Map<Long, String> channels) {}

  private DiscordCheckup() {}

  /**
   * Runs the checks within about 40 s.
   *
   * @param database the database whose owner is compared; empty if there is none yet
   */
  public static CompletionStage<Found> look(DiscordSettings settings, Optional<Database> database) {
    var rest = new DiscordRest(settings.access());
    StartupChecks.Owner owner =
        asking ->
            database
                .map(open -> Installation.look(open, asking))
                .orElseGet(() -> CompletableFuture.completedStage(asking));
    var directory = new GuildDirectory(settings.place());
    return new StartupChecks(rest, settings, directory, owner)
        .run()
        .thenCompose(checks ->
            checks instanceof StartupChecks.Result.Ready
                ? rest.exchange(Call.get("/gateway/bot"))
                    .thenApply(answer -> new Found(checks, sessionsLeft(answer), Map.of()))
                : CompletableFuture.completedStage(
                    new Found(checks, OptionalInt.empty(), Map.of())))
        .thenApply(found ->
            new Found(found.checks(), found.sessionsLeft(), channels(directory, settings.place())))
        .whenComplete((_, _) -> rest.close());
  }

  private static Map<Long, String> channels(
      GuildDirectory directory, DiscordSettings.Community community) {
    Map<Long, String> found = new TreeMap<>();
    for (GuildDirectory.Channel channel : directory.channels(community.staffGuild())) {
      if (channel.type() == GuildDirectory.TEXT) {
        ChannelTopic.ticket(channel.topic())
            .ifPresent(ticket -> found.merge(ticket, channel.name(), (a, b) -> a + ", #" + b));
      }
    }
    return found;
  }

  private static OptionalInt sessionsLeft(Answer answer) {
    if (answer instanceof Answer.Ok(_, JsonNode body, _)) {
      JsonNode left = body.path("session_start_limit").path("remaining");
      return left.isInt() ? OptionalInt.of(left.intValue()) : OptionalInt.empty();
    }
    return OptionalInt.empty();
  }
}
