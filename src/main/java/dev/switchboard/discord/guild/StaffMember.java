package dev.switchboard.discord.guild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.grant.Member;
import dev.switchboard.discord.api.Payload;
import java.util.Optional;
import java.util.Set;

/** Reads a guild member of Discord's payloads, as REST and the gateway's events have it. */
final class StaffMember {
  private StaffMember() {}

  /** The member; empty where the payload does not name the user and all roles. */
  static Optional<Member> read(JsonNode member) {
    JsonNode user = member.path("user");
    long id = Payload.id(user.path("id"));
    if (id == 0 || !member.path("roles").isArray()) {
      return Optional.empty();
    }
    String username = Payload.text(user.path("username"));
    String avatar = Payload.text(user.path("avatar"));
    return Optional.of(
        new Member(
            id,
            Payload.firstText(member.path("nick"), user.path("global_name"), user.path("username")),
            username,
            Optional.of(avatar).filter(hash -> !hash.isEmpty()),
            Set.copyOf(Payload.ids(member.path("roles")))));
  }
}
