package dev.switchboard.discord.command;

import static dev.switchboard.discord.api.Payloads.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Payloads;
import dev.switchboard.discord.guild.GuildDirectory;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of what people write where no ticket is. */
public class CommandFilterTest {
  static final long OWNER = 9;
  private static final long STAFF_ROLE = 7;

  /** A door before a guild of {@link #OWNER}, whose administrators have the role 8. */
  public static CommandFilter door() {
    DiscordSettings given = Payloads.settings("http://127.0.0.1:1");
    DiscordSettings.Community community =
        new DiscordSettings.Community(
            Payloads.COMMUNITY, Payloads.STAFF, 3001, List.of(STAFF_ROLE), OptionalLong.empty());
    var settings =
        new DiscordSettings(
            given.access(), community, given.commandPrefix(), given.limits(), given.retry());
    var directory = new GuildDirectory(community);
    directory.learnGuild(
        json(
            "{'id':'%d','owner_id':'%d','roles':[{'id':'7','permissions':'0'},{'id':'8','permissions':'8'}]}"
                .formatted(Payloads.STAFF, OWNER)));
    return new CommandFilter(settings, directory);
  }

  private static boolean lets(String content, String author, String member, long guild) {
    return door()
        .test(
            json(
                "{'id':'5','channel_id':'72','guild_id':'%d','content':'%s','author':{'id':%s},'member':{'roles':[%s]}}"
                    .formatted(guild, content, author, member)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "!help   | '30' | '7'     | true",
        "!help   | '30' | '6','7' | true",
        "!ping   | '30' | '8'     | true",
        "!close  | '9'  |         | true",
        "!HELP   | '30' | '7'     | true",
        "!help   | '30' | '6'     | false",
        "!help   | '30' |         | false",
        "!close now | '30' | '3000' | false",
        "!play a song | '30' | '7' | false",
        "!!!     | '30' | '7'     | false",
        "!       | '30' | '7'     | false",
        "wow!help | '30' | '7'    | false",
        "!help   | '30','bot':true | '7' | false"
      })
  void onlyCommandsThatThereAreOfStaffAreKept(
      String content, String author, String roles, boolean kept) {
    assertThat(lets(content, author, roles == null ? "" : roles, Payloads.STAFF)).isEqualTo(kept);
  }

  @Test
  void whatIsWrittenInAnotherGuildIsNotKept() {
    assertThat(lets("!help", "'9'", "'7'", Payloads.COMMUNITY)).isFalse();
  }
}
