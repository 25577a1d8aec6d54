package dev.switchboard.http.api.bot;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.health.Health;
import dev.switchboard.http.health.HealthChecks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/**
 * The bot as a whole: {@code /api/bot/status}, {@code start}, {@code stop}, {@code restart}, and
 * {@code /api/bot/health}.
 */
public final class BotResource {
  private final BotControl bot;
  private final Supplier<CompletionStage<HealthChecks.Report>> health;

  public BotResource(BotControl bot, Supplier<CompletionStage<HealthChecks.Report>> health) {
    this.bot = bot;
    this.health = health;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/bot/status")
            .holdingAny(Right.VIEW_TICKETS, Right.VIEW_CONFIGURATION)
            .does(this::status),
        Endpoint.get("/api/bot/health").holding(Right.VIEW_CONFIGURATION).does(this::health),
        steering("start", BotControl::start, "Bot started"),
        steering("stop", BotControl::stop, "Bot stopped"),
        steering("restart", BotControl::restart, "Bot restarted"));
  }

  private record Shown(
      boolean online,
      long uptime,
      String presence,
      int guildCount,
      long ticketCount,
      String state) {}

  private CompletionStage<Answer> status(Call call) {
    return bot.status()
        .thenApply(status ->
            Answer.ok(
                new Shown(
                    status.state() == BotControl.State.ONLINE,
                    status.uptime().toSeconds(),
                    status.presence(),
                    status.guilds(),
                    status.tickets(),
                    status.state().name().toLowerCase(Locale.ROOT))));
  }

  private Endpoint steering(
      String word, BiFunction<BotControl, Principal, CompletionStage<Done>> act, String message) {
    return Endpoint.post("/api/bot/" + word)
        .holding(Right.STEER_BOT)
        .does(call ->
            act.apply(bot, call.by())
                .thenApply(_ -> {
                  Map<String, Object> body = new LinkedHashMap<>();
                  body.put("success", true);
                  body.put("message", message);
                  return Answer.ok(body);
                }));
  }

  // ---- health

  private record Check(String name, boolean ok, String detail) {}

  private CompletionStage<Answer> health(Call call) {
    return health
        .get()
        .thenApply(report -> {
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("status", report.healthy() ? "healthy" : "unhealthy");
          body.put("checks", checks(report));
          return Answer.ok(body);
        });
  }

  private static List<Check> checks(HealthChecks.Report report) {
    Health.Bot bot = report.bot();
    return List.of(
        new Check("database", report.database(), report.database() ? "answers" : "does not answer"),
        new Check("gateway", report.gateway(), gateway(bot)),
        new Check("discord", bot.alarms().isEmpty(), told(bot.alarms(), "nothing to correct")),
        new Check(
            "stored_data",
            report.unreadable().isEmpty(),
            told(report.unreadable(), "all of it is read")));
  }

  private static String gateway(Health.Bot bot) {
    if (bot.stopped()) {
      return "stopped by an administrator";
    }
    if (!bot.connected()) {
      return bot.since().map(at -> "not connected since " + at).orElse("not connected yet");
    }
    return bot.latencyMillis().isPresent()
        ? "connected, answers within %d ms".formatted(bot.latencyMillis().getAsLong())
        : "connected";
  }

  private static String told(List<String> problems, String none) {
    return problems.isEmpty() ? none : String.join("; ", problems);
  }
}
