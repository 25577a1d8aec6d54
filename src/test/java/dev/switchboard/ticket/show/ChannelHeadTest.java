package dev.switchboard.ticket.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.model.TicketCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChannelHeadTest {
  private Map<String, String> fields(Profile profile) {
    TicketFixture ticket = new TicketFixture();
    ticket.writes("hi");
    ticket.command(new TicketCommand.TakeProfile(profile, ticket.now()));
    return new ChannelHead(ticket.book(), ticket.rules())
        .embed().fields().stream().collect(Collectors.toMap(Draft.Field::name, Draft.Field::value));
  }

  private static Profile present(Optional<Instant> timedOut, boolean pending) {
    return new Profile.Present("", Optional.empty(), List.of(), timedOut, pending);
  }

  @Test
  void anUnknownJoinIsNotTheYear1970() {
    assertThat(fields(present(Optional.empty(), false)))
        .containsEntry("Joined", "unknown")
        .doesNotContainKeys("Timed out until", "Rules");
  }

  @Test
  void aTimeOutAndPendingRulesAreShown() {
    Instant until = TicketFixture.START.plus(Duration.ofDays(2));
    assertThat(fields(present(Optional.of(until), true)))
        .hasEntrySatisfying(
            "Timed out until", shown -> assertThat(shown).contains("<t:" + until.getEpochSecond()))
        .containsEntry("Rules", "not accepted yet");
  }

  @Test
  void aTimeOutThatIsOverIsNotShown() {
    Instant until = TicketFixture.START.minus(Duration.ofDays(2));
    assertThat(fields(present(Optional.of(until), false))).doesNotContainKey("Timed out until");
  }
}
