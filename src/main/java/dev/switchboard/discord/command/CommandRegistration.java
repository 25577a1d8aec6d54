package dev.switchboard.discord.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.timing.Backoff;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the slash commands on Discord, once after the start and only if they changed: a guild
 * takes 200 new commands a day. Thread-safe.
 */
public final class CommandRegistration {
  private static final Logger LOG = LoggerFactory.getLogger(CommandRegistration.class);
  private static final String COMMANDS = "/applications/{application}/guilds/{guild}/commands";
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4));

  private final CommandPorts ports;
  private final Supplier<? extends JsonNode> commands;
  private final Object[] where;

  /** The result of the registration. */
  public enum Registered {
    CHANGED,
    AS_IT_WAS,
    /** Discord refused; the log has the reason. Typed commands work nevertheless. */
    REFUSED,
    /** The bot makes no more calls. */
    ENDED
  }

  public CommandRegistration(
      CommandPorts ports, long application, long guild, Supplier<? extends JsonNode> commands) {
    this.ports = ports;
    this.commands = commands;
    this.where = new Object[] {application, guild};
  }

  /** Repeats the calls until Discord answers, with growing pauses up to 4 s. */
  public CompletionStage<Registered> register() {
    return compare(commands.get(), PAUSES.first());
  }

  private CompletionStage<Registered> compare(JsonNode wanted, Duration pause) {
    return ports
        .ask(Call.get(COMMANDS, where).withQuery("with_localizations", true))
        .thenCompose(answer ->
            answer instanceof Answer.Ok ok
                ? SlashCommands.same(wanted, ok.body())
                    ? CompletableFuture.completedStage(Registered.AS_IT_WAS)
                    : overwrite(wanted, pause)
                : otherwise(wanted, answer, pause));
  }

  private CompletionStage<Registered> overwrite(JsonNode wanted, Duration pause) {
    return ports
        .ask(Call.put(COMMANDS, where).withBody(wanted))
        .thenCompose(answer -> {
          if (answer instanceof Answer.Ok) {
            LOG.info("{} commands were registered in the staff guild", wanted.size());
            return CompletableFuture.completedStage(Registered.CHANGED);
          }
          return otherwise(wanted, answer, pause);
        });
  }

  private CompletionStage<Registered> otherwise(JsonNode wanted, Answer answer, Duration pause) {
    return switch (answer) {
      case Answer.Refused refused -> {
        LOG.error(
            "the slash commands could not be registered: {} ({}, code {}). Invite the bot again"
                + " with the scope applications.commands",
            refused.message(),
            refused.status(),
            refused.code());
        yield CompletableFuture.completedStage(Registered.REFUSED);
      }
      case Answer.Limited(Duration retryAfter, _, _) -> again(wanted, retryAfter, pause);
      case Answer.Unreachable _ when ports.rest().isClosed() ->
          CompletableFuture.completedStage(Registered.ENDED);
      case Answer.Failed _, Answer.Unreachable _, Answer.Ok _ -> {
        // In a long outage, the first warnings tell an operator enough.
        if (pause.compareTo(PAUSES.longest()) < 0) {
          LOG.warn("the slash commands are not registered yet ({}); again in {}", answer, pause);
        }
        yield again(wanted, pause, PAUSES.longer(pause));
      }
    };
  }

  private CompletionStage<Registered> again(JsonNode wanted, Duration pause, Duration next) {
    return CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS))
        .thenCompose(_ -> compare(wanted, next));
  }
}
