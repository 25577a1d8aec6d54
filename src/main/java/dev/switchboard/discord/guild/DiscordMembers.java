package dev.switchboard.discord.guild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.ticket.Members;
import dev.switchboard.ticket.model.Profile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Reads members of the community guild from Discord, one at a time. Thread-safe. */
public final class DiscordMembers implements Members {
  /** After this time a ticket opens without the profile. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int UNKNOWN_MEMBER = 10007;
  private static final int UNKNOWN_USER = 10013;

  private final PacedRest rest;
  private final GuildDirectory directory;
  private final long community;
  private final Clock clock;

  public DiscordMembers(PacedRest rest, GuildDirectory directory, long community, Clock clock) {
    this.clock = clock;
    this.rest = rest;
    this.directory = directory;
    this.community = community;
  }

  @Override
  public CompletionStage<Profile> profile(long user) {
    return rest.exchange(Call.get("/guilds/{guild}/members/{user}", community, user), PATIENCE)
        .toCompletableFuture()
        .thenApply(this::profile)
        .completeOnTimeout(new Profile.Unknown(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(_ -> new Profile.Unknown());
  }

  private Profile profile(Answer answer) {
    return switch (answer) {
      case Answer.Ok ok when ok.body().isObject() -> present(ok.body());
      case Answer.Refused refused when isNobody(refused) -> new Profile.NotThere();
      case Answer.Ok _, Answer.Refused _, Answer.Limited _, Answer.Failed _, Answer.Unreachable _ ->
          new Profile.Unknown();
    };
  }

  /** Whether Discord says that the user is no member, or no user. */
  static boolean isNobody(Answer.Refused refused) {
    return refused.code() == UNKNOWN_MEMBER || refused.code() == UNKNOWN_USER;
  }

  private Profile present(JsonNode member) {
    var roles = new ArrayList<Long>();
    member.path("roles").forEach(role -> roles.add(role.asLong()));
    return new Profile.Present(
        member.hasNonNull("nick") ? member.path("nick").asText("") : "",
        instant(member.path("joined_at")),
        directory.roles(community, roles).stream().map(GuildDirectory.Role::name).toList(),
        // A timeout that has ended stays in Discord's answer.
        instant(member.path("communication_disabled_until")).filter(clock.instant()::isBefore),
        member.path("pending").asBoolean(false));
  }

  /** Discord omits an unknown or private time, or sends null. */
  private static Optional<Instant> instant(JsonNode text) {
    try {
      return Optional.of(OffsetDateTime.parse(text.asText("")).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
