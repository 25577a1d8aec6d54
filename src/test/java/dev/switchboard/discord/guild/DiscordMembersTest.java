package dev.switchboard.discord.guild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.api.ScriptedDiscord;
import dev.switchboard.discord.api.ScriptedDiscord.Reply;
import dev.switchboard.ticket.model.Profile;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscordMembersTest {
  private static final long GUILD = 900;

  private String answer = "";
  private final ScriptedDiscord discord = new ScriptedDiscord(_ -> Reply.json(200, answer));
  private final DiscordRest rest = new DiscordRest(discord.access());
  private final DiscordMembers members =
      new DiscordMembers(
          new PacedRest(rest, 50),
          new GuildDirectory(
              new DiscordSettings.Community(GUILD, GUILD, 901, List.of(), OptionalLong.empty())),
          GUILD,
          Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC));

  @AfterEach
  void stop() {
    rest.close();
    discord.close();
  }

  private Profile.Present profile(String fields) throws Exception {
    answer = "{'user':{'id':'5'},'roles':[]%s}".formatted(fields).replace('\'', '"');
    return (Profile.Present) members.profile(5).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void anInstantThatDiscordDoesNotTellIsUnknown() throws Exception {
    for (String untold : List.of("", ",'joined_at':null", ",'joined_at':''")) {
      assertThat(profile(untold).joinedAt()).isEmpty();
    }
    assertThat(profile(",'joined_at':'2026-11-21T10:00:00.123000+00:00'").joinedAt())
        .contains(Instant.parse("2026-11-21T10:00:00.123Z"));
  }

  @Test
  void timeOutsAndPendingAreRead() throws Exception {
    assertThat(profile(",'communication_disabled_until':null,'pending':null"))
        .isEqualTo(new Profile.Present("", Optional.empty(), List.of(), Optional.empty(), false));
    assertThat(
            profile(
                ",'communication_disabled_until':'2026-12-01T10:00:00+00:00','pending':true,"
                    + "'nick':'Ally'"))
        .isEqualTo(
            new Profile.Present(
                "Ally",
                Optional.empty(),
                List.of(),
                Optional.of(Instant.parse("2026-12-01T10:00:00Z")),
                true));
  }

  @Test
  void nullsOfAMemberAreNothing() throws Exception {
    answer = "{\"user\":{\"id\":\"5\"},\"roles\":null,\"nick\":null,\"avatar\":null}";
    assertThat(members.profile(5).toCompletableFuture().get(30, TimeUnit.SECONDS))
        .isEqualTo(new Profile.Present("", Optional.empty(), List.of(), Optional.empty(), false));
  }
}
