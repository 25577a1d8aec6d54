package dev.switchboard.discord.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.discord.command.StaffCommand.Option;
import dev.switchboard.discord.guild.StaffGuild;
import dev.switchboard.text.Message;
import dev.switchboard.text.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands in the form of Discord's API ("Application Commands" in its documentation). Hiding
 * them from members is only a convenience; the right to use them is checked at each use.
 */
public final class SlashCommands {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int CHAT_INPUT = 1;
  private static final int MESSAGE_MENU = 3;
  private static final int GUILD_CONTEXT = 0;

  private static final Logger LOG = LoggerFactory.getLogger(SlashCommands.class);
  private static final long MANAGE_MESSAGES = 1L << 13;
  private static final long USE_COMMANDS = 1L << 31;

  /**
   * Permissions that staff typically have and members do not, the most significant first: manage
   * messages and channels, time out, kick, ban, manage threads and nicknames, see the audit log.
   */
  private static final List<Long> TELLING =
      List.of(MANAGE_MESSAGES, 1L << 4, 1L << 40, 1L << 1, 1L << 2, 1L << 34, 1L << 27, 1L << 7);

  private SlashCommands() {}

  /**
   * The body of a bulk overwrite.
   *
   * @param translations the words of the languages besides that of the desk
   * @param permission the guild permission that a user needs to see the commands
   */
  public static ArrayNode of(Commands commands, List<Words> translations, long permission) {
    Labels labels = new Labels(commands.words(), translations);
    ArrayNode all = JSON.arrayNode();
    for (StaffCommand command : commands.all()) {
      all.add(slash(command, labels, permission));
      command
          .menuEntry()
          .ifPresent(entry -> {
            ObjectNode menu = command(commands.words().of(entry), MESSAGE_MENU, permission);
            labels.translate(menu, "name", entry);
            all.add(menu);
          });
    }
    return all;
  }

  /**
   * Names and descriptions in several languages. Discord shows a user those of the user's own
   * language, and those of the desk where there are none.
   */
  private record Labels(Words desk, List<Words> translations) {
    void describe(ObjectNode node, Message name, Message description) {
      translate(node, "name", name);
      node.put("description", desk.of(description));
      translate(node, "description", description);
    }

    /**
     * Adds nothing where there are no other languages. Otherwise that of the desk is named as well:
     * Discord takes the nearest of those that are named before it takes the default ("Localization"
     * in its documentation).
     */
    void translate(ObjectNode node, String field, Message message) {
      if (translations.isEmpty()) {
        return;
      }
      ObjectNode localizations = node.putObject(field + "_localizations");
      Stream.concat(Stream.of(desk), translations.stream())
          .forEach(words ->
              words
                  .language()
                  .discordLocales()
                  .forEach(locale -> localizations.put(locale, words.of(message))));
    }
  }

  /**
   * A permission of every staff role that {@code @everyone} lacks, so that staff see the commands
   * and members do not. If there is none: in a separate staff guild a permission that everyone has,
   * since nearly all its users are staff; in a shared guild Manage Messages, and staff have to be
   * given that, or access in Server Settings, Integrations.
   */
  public static long permission(DiscordSettings.Community community, StaffGuild guild) {
    long everybody = guild.permissions(List.of());
    long staff =
        community.staffRoles().stream()
            .map(role -> guild.permissions(List.of(role)))
            .reduce(-1L, (one, other) -> one & other);
    Optional<Long> telling =
        TELLING.stream().filter(bit -> (staff & bit) != 0 && (everybody & bit) == 0).findFirst();
    if (telling.isPresent()) {
      return telling.get();
    }
    if (!community.single()) {
      return USE_COMMANDS;
    }
    LOG.warn(
        "no permission tells the staff roles from everybody: slash commands are shown only to"
            + " those who may manage messages. Give the staff roles that permission, or choose who"
            + " sees the commands in Server Settings, Integrations");
    return MANAGE_MESSAGES;
  }

  /**
   * Whether the registered commands equal ours. Discord adds fields, and omits those with default
   * values.
   */
  static boolean same(JsonNode wanted, JsonNode registered) {
    if (!registered.isArray() || registered.size() != wanted.size()) {
      return false;
    }
    return Stream.iterate(0, i -> i < wanted.size(), i -> i + 1)
        .map(wanted::get)
        .allMatch(one ->
            Stream.iterate(0, i -> i < registered.size(), i -> i + 1)
                .anyMatch(i -> covers(one, registered.get(i))));
  }

  private static boolean covers(JsonNode wanted, JsonNode found) {
    if (wanted.isObject()) {
      return wanted.properties().stream()
          .allMatch(field -> covers(field.getValue(), found.path(field.getKey())));
    }
    if (wanted.isArray()) {
      return wanted.size() == found.size()
          && Stream.iterate(0, i -> i < wanted.size(), i -> i + 1)
              .allMatch(i -> covers(wanted.get(i), found.get(i)));
    }
    if (wanted.isBoolean() && !wanted.booleanValue()) {
      return !found.asBoolean(false);
    }
    // Discord returns permissions as text.
    return wanted.asText().equals(found.asText());
  }

  private static ObjectNode slash(StaffCommand command, Labels labels, long permission) {
    ObjectNode slash = command(command.name(), CHAT_INPUT, permission);
    labels.describe(slash, command.shownName(), command.description());
    ArrayNode options = slash.putArray("options");
    // Discord requires the required options first.
    Stream.concat(
            command.options().stream().filter(Option::required),
            command.options().stream().filter(option -> !option.required()))
        .forEach(option -> {
          ObjectNode node = option(option);
          labels.describe(node, command.shownNameOf(option), command.descriptionOf(option));
          options.add(node);
        });
    return slash;
  }

  private static ObjectNode command(String name, int type, long permission) {
    ObjectNode command = JSON.objectNode();
    command.put("name", name);
    command.put("type", type);
    command.put("default_member_permissions", permission);
    command.putArray("contexts").add(GUILD_CONTEXT);
    return command;
  }

  private static ObjectNode option(Option option) {
    ObjectNode node = JSON.objectNode();
    node.put("name", option.name());
    node.put("required", option.required());
    switch (option.kind()) {
      case Kind.Text(int longest) -> node.put("type", 3).put("max_length", longest);
      case Kind.Choice(List<String> values) -> {
        ArrayNode choices = node.put("type", 3).putArray("choices");
        values.forEach(value -> choices.addObject().put("name", value).put("value", value));
      }
      case Kind.ReplyNumber _ ->
          node.put("type", 4)
              .put("min_value", 1)
              .put("max_value", Integer.MAX_VALUE)
              .put("autocomplete", true);
      case Kind.Flag _ -> node.put("type", 5);
      case Kind.File _ -> node.put("type", 11);
    }
    return node;
  }
}
