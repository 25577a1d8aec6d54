package dev.switchboard.discord.guild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.ticket.Bans;
import java.util.Optional;

/** Reads what Discord answers when it is asked for the bans of a guild. */
public final class DiscordBans {
  private static final int MISSING_ACCESS = 50001;
  private static final int MISSING_PERMISSIONS = 50013;

  private DiscordBans() {}

  /** The answer, as the port has it. */
  public static Bans.Answer read(Answer answer) {
    return switch (answer) {
      case Answer.Ok ok when ok.body().isArray() ->
          new Bans.Answer.Listed(
              ok.body().valueStream().flatMap(ban -> ban(ban).stream()).toList());
      case Answer.Refused refused
          when refused.code() == MISSING_ACCESS || refused.code() == MISSING_PERMISSIONS ->
          new Bans.Answer.NotPermitted();
      case Answer.Ok _, Answer.Refused _, Answer.Limited _, Answer.Failed _, Answer.Unreachable _ ->
          new Bans.Answer.Unreachable();
    };
  }

  private static Optional<Bans.Ban> ban(JsonNode ban) {
    JsonNode user = ban.path("user");
    long id = Payload.id(user.path("id"));
    return id == 0
        ? Optional.empty()
        : Optional.of(
            new Bans.Ban(
                id,
                Payload.text(user.path("username")),
                Payload.firstText(user.path("global_name"), user.path("username")),
                given(user.path("avatar")),
                given(ban.path("reason"))));
  }

  private static Optional<String> given(JsonNode text) {
    return Optional.of(Payload.text(text)).filter(some -> !some.isEmpty());
  }
}
