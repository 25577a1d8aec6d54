package dev.switchboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.bench.Discord.Span;
import dev.switchboard.bench.Stage.Conditions;
import dev.switchboard.bench.Stage.Play;
import java.util.List;
import java.util.Map;

/** The time until all works again after a fault of Discord, while members keep writing. */
final class FaultScenarios {
  private static final int MEMBERS = 20;
  private static final int PER_SECOND = 20;
  private static final int WARM_UP_SECONDS = 10;
  private static final int FAULT_SECONDS = 30;
  private static final int AFTER_SECONDS = 15;

  private FaultScenarios() {}

  static List<Scenario> all() {
    return List.of(
        silence(
            "silence-after-fault",
            "every call of the bot is answered with 500 for 30 s, under 20 DMs/s by 20 members",
            Discord::failEveryCall,
            _ -> {}),
        silence(
            "silence-after-cut",
            "every connection of the bot is cut for 30 s, the gateway's too, under 20 DMs/s by 20"
                + " members",
            Discord::cutEveryConnection,
            Discord::mendGateway));
  }

  /** Causes a fault and gives its id. */
  private interface Breaking {
    long breakIt(Discord discord);
  }

  /** The rest of the repair, beside ending the fault. */
  private interface Mending {
    void mend(Discord discord);
  }

  private static Scenario silence(String name, String what, Breaking breaking, Mending mending) {
    return new Scenario(
        name,
        what,
        "",
        List.of(
            Measure.atMost(5, "first_seconds", "s", "from the fault's end until the first post"),
            Measure.of("all_seconds", "s", "until all that had waited was shown"),
            Measure.of("waited", "", "DMs that had waited"),
            FreeScenarios.BROKEN),
        (stage, _) -> {
          try (Play play = stage.fresh(name, Conditions.DISCORD, MEMBERS);
              Product _ = play.start()) {
            Discord discord = play.discord();
            Acts.openTickets(discord, MEMBERS);
            discord.await(write(discord, WARM_UP_SECONDS), Acts.PATIENCE);
            long fault = breaking.breakIt(discord);
            Span waiting = write(discord, FAULT_SECONDS);
            discord.mark();
            discord.end(fault);
            mending.mend(discord);
            Span later = write(discord, AFTER_SECONDS);
            JsonNode waited = Acts.outcome(discord, waiting);
            JsonNode all = Acts.outcome(discord, new Span(waiting.first(), later.end()));
            return Map.of(
                "first_seconds",
                all.path("first_after_mark_micros").asDouble() / 1e6,
                "all_seconds",
                waited.path("last_after_mark_micros").asDouble() / 1e6,
                "waited",
                (double) waiting.size(),
                "broken",
                Acts.broken(all));
          }
        });
  }

  private static Span write(Discord discord, int seconds) {
    return discord.pace(0, MEMBERS, PER_SECOND, PER_SECOND * seconds);
  }
}
