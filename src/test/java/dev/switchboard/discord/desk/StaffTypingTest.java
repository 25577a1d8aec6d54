package dev.switchboard.discord.desk;

import static dev.switchboard.discord.desk.DeskStage.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.TicketQuery;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StaffTypingTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private final DeskStage stage =
      new DeskStage(new DiscordSettings.Access("MQ.a.b", URI.create("http://127.0.0.1:9")));
  private final StaffTyping typing = at(NOW);

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void staffWhoTypeInATicketAreSeenByItsMemberOnceInAWhile() {
    open(false);
    typing.seen("TYPING_START", hint(900, 5, 11));
    typing.seen("TYPING_START", hint(900, 5, 11));
    assertThat(stage.dispatch.typing()).containsExactly(600L);
  }

  @Test
  void othersAndOtherChannelsAreNotShown() {
    open(false);
    typing.seen("TYPING_START", hint(900, 6, 12));
    typing.seen("TYPING_START", hint(901, 5, 11));
    typing.seen("MESSAGE_CREATE", hint(900, 5, 11));
    assertThat(stage.dispatch.typing()).isEmpty();
  }

  @Test
  void nothingIsShownInATicketThatCloses() {
    open(true);
    typing.seen("TYPING_START", hint(900, 5, 11));
    assertThat(stage.dispatch.typing()).isEmpty();
  }

  private void open(boolean closing) {
    Member member = new Member(50, "alice", "Alice");
    stage.tickets.answer(
        new TicketQuery.Overview(
            Optional.of(new TicketQuery.Summary(7, member, 900, 600, closing, 1, 0))));
  }

  private StaffTyping at(Instant now) {
    return new StaffTyping(stage.ports, stage.rules.staff(), Clock.fixed(now, ZoneOffset.UTC));
  }

  private static JsonNode hint(long channel, long user, long role) {
    return json(
        "{'channel_id':'%d','user_id':'%d','guild_id':'100','member':{'user':{'id':'%d'},'roles':['%d']}}"
            .formatted(channel, user, user, role));
  }
}
