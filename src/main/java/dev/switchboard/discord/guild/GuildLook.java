package dev.switchboard.discord.guild;

import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.PacedRest;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Reads one guild over REST into the {@link GuildDirectory}. */
public record GuildLook(PacedRest rest, GuildDirectory directory) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Completes when the guild is read or found missing, or Discord gave no answer. */
  public CompletionStage<Void> at(long guild) {
    return rest.exchange(Call.get("/guilds/{guild}", guild), PATIENCE)
        .thenCombine(
            rest.exchange(Call.get("/guilds/{guild}/channels", guild), PATIENCE),
            (about, channels) -> {
              if (about instanceof Answer.Ok(_, var body, _)
                  && channels instanceof Answer.Ok(_, var listed, _)) {
                directory.learnGuild(body);
                directory.learnChannels(guild, listed);
              } else if (isNotThere(about)) {
                directory.removed(guild);
              }
              return null;
            });
  }

  /** A 401 is about the bot's token, not the guild. */
  private static boolean isNotThere(Answer answer) {
    return answer instanceof Answer.Refused refused
        && (refused.status() == 403 || refused.status() == 404);
  }
}
