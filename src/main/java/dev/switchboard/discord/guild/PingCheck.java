package dev.switchboard.discord.guild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.discord.guild.StartupChecks.Misfit;
import dev.switchboard.ticket.model.TicketSettings.Ping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks that the ping of a new ticket works: Discord drops a forbidden ping without an error. */
final class PingCheck {
  private static final String KEY = "switchboard.ticket.ping";

  private PingCheck() {}

  /**
   * The settings that do not fit.
   *
   * @param mayMentionAll whether the bot has Mention Everyone in the inbox category
   * @param roles the roles of the staff guild, as Discord lists them
   */
  static List<Misfit> misfits(Ping ping, boolean mayMentionAll, JsonNode roles) {
    return switch (ping) {
      case Ping.Nobody _ -> List.of();
      case Ping.Here _ -> mayMentionAll ? List.of() : List.of(withoutPermission("here"));
      case Ping.Everyone _ -> mayMentionAll ? List.of() : List.of(withoutPermission("everyone"));
      case Ping.Roles(List<Long> ids) -> {
        List<Misfit> misfits = new ArrayList<>();
        ids.forEach(id -> role(id, mayMentionAll, roles).ifPresent(misfits::add));
        yield misfits;
      }
    };
  }

  private static Optional<Misfit> role(long id, boolean mayMentionAll, JsonNode roles) {
    for (JsonNode role : roles) {
      if (role.path("id").asLong() == id) {
        return mayMentionAll || role.path("mentionable").asBoolean()
            ? Optional.empty()
            : Optional.of(withoutPermission("the role " + role.path("name").asText()));
      }
    }
    return Optional.of(
        new Misfit(KEY, id + ", which is no role of the staff guild", "ids of its roles"));
  }

  private static Misfit withoutPermission(String who) {
    return new Misfit(
        KEY,
        who + ", and the bot without the permission " + Permission.MENTION_EVERYONE,
        "give it to the bot's role, or ring nobody or a role that anyone may mention");
  }
}
