package dev.switchboard.discord.guild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Payload;
import java.util.List;

/**
 * The author of an action in a guild or DM, from Discord's payload.
 *
 * @param id the user's id; 0 if the payload names no user
 * @param guild the guild of the action; 0 for a DM
 * @param name the nickname, else the display name, else the user name
 * @param human false for a bot or a webhook
 * @param permissions the permissions in the channel, from the payload; 0 if it has none
 */
public record ActingMember(
    long id, long guild, String name, boolean human, List<Long> roles, long permissions) {
  public ActingMember {
    roles = List.copyOf(roles);
  }

  /** The author of a message ({@code author}, {@code member}, {@code webhook_id}). */
  public static ActingMember ofMessage(JsonNode message) {
    return of(
        message.path("author"),
        message.path("member"),
        Payload.id(message.path("guild_id")),
        Payload.id(message.path("webhook_id")) != 0);
  }

  /** The user of a command, button or modal ({@code member} with {@code user} inside). */
  public static ActingMember ofInteraction(JsonNode interaction) {
    JsonNode member = interaction.path("member");
    return of(member.path("user"), member, Payload.id(interaction.path("guild_id")), false);
  }

  /** The user of a reaction or a typing event ({@code user_id}, {@code member}). */
  public static ActingMember ofHint(JsonNode hint) {
    JsonNode member = hint.path("member");
    ActingMember actingMember =
        of(member.path("user"), member, Payload.id(hint.path("guild_id")), false);
    return new ActingMember(
        Payload.id(hint.path("user_id")),
        actingMember.guild(),
        actingMember.name(),
        actingMember.human(),
        actingMember.roles(),
        actingMember.permissions());
  }

  /** A guild member from the REST API. */
  public static ActingMember ofMember(JsonNode member, long guild) {
    return of(member.path("user"), member, guild, false);
  }

  private static ActingMember of(JsonNode user, JsonNode member, long guild, boolean webhook) {
    return new ActingMember(
        Payload.id(user.path("id")),
        guild,
        Payload.firstText(member.path("nick"), user.path("global_name"), user.path("username")),
        !webhook && !user.path("bot").asBoolean(false) && !user.path("system").asBoolean(false),
        Payload.ids(member.path("roles")),
        Payload.id(member.path("permissions")));
  }
}
