package dev.switchboard.discord.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.guild.ActingMember;
import dev.switchboard.discord.guild.DirectoryStaffGuild;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.discord.guild.StaffRule;
import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.text.Catalogue;
import dev.switchboard.text.Language;
import dev.switchboard.text.Words;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Selects the messages to keep in channels without a ticket: known commands from staff. Other
 * messages with the prefix are not stored. Thread-safe.
 */
public final class CommandFilter implements Predicate<JsonNode> {
  private final StaffRule staff;
  private final PrefixParser parser;
  private final Words words;

  public CommandFilter(DiscordSettings settings, GuildDirectory directory) {
    DiscordSettings.Community community = settings.place();
    this.staff =
        new StaffRule(community, new DirectoryStaffGuild(directory, community.staffGuild()));
    // Nothing is said here, so the language is no matter.
    words = Catalogue.shipped().nearest(Language.ENGLISH);
    this.parser =
        new PrefixParser(new Commands(words, settings.commandPrefix(), () -> Duration.ZERO));
  }

  @Override
  public boolean test(JsonNode message) {
    return staff.staff(ActingMember.ofMessage(message)).isPresent()
        && switch (parser.parse(MessageReader.content(words, message))) {
          case PrefixParser.Parsed.Command _, PrefixParser.Parsed.Wrong _ -> true;
          case PrefixParser.Parsed.Ordinary _, PrefixParser.Parsed.Unknown _ -> false;
        };
  }
}
