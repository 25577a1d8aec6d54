package dev.switchboard.discord.guild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Payload;
import java.util.List;

/**
 * Somebody who did something in a guild, as Discord's payload describes them.
 *
 * @param id the user's id; 0 where the payload names nobody
 * @param guild where they did it; 0 for a DM
 * @param name nickname, else display name, else user name
 * @param human neither a bot nor a webhook
 * @param permissions what Discord says that they may do in the channel; 0 where it does not say
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

  /** Who used a command, pressed a button or sent a modal ({@code member}, {@code user} inside). */
  public static ActingMember ofInteraction(JsonNode interaction) {
    JsonNode member = interaction.path("member");
    return of(member.path("user"), member, Payload.id(interaction.path("guild_id")), false);
  }

  /** Who reacted or typed ({@code user_id}, {@code member}). */
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

  /** A member of a guild as REST gives it. */
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
