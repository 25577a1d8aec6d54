package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What time brings about, while the clock jumps by an hour. */
class ClockJumpTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final TicketFixture ticket = new TicketFixture();

  @BeforeEach
  void write() {
    ticket.writes("hello");
    ticket.profile();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void aMemberIsToldOnceOfOneDelay(int direction) {
    ticket.pass(Duration.ofMinutes(2));
    tick();
    ticket.pass(HOUR.multipliedBy(direction).minusMinutes(5));
    tick();
    ticket.pass(HOUR.multipliedBy(-direction));
    tick();
    assertThat(ticket.planned(PlannedAction.Target.MEMBER))
        .filteredOn(show -> show.draft().content().equals("Delayed."))
        .hasSize(1);
  }

  @Test
  void aChannelThatWasRefusedIsAskedForAgainOnceThoughTheClockIsSetBack() {
    refuse();
    ticket.pass(HOUR.negated());
    tick();
    assertThat(channels()).hasSize(1);
    tick();
    assertThat(channels()).hasSize(1);
    ticket.pass(HOUR);
    tick();
    assertThat(channels()).hasSize(1);
    refuse();
    assertThat(channels()).isEmpty();
    tick();
    assertThat(channels()).isEmpty();
    ticket.pass(HOUR);
    tick();
    assertThat(channels()).hasSize(1);
  }

  private void refuse() {
    ticket.settles(
        channels().getFirst(), new Outcome.Refused(Outcome.Refusal.GUILD_FULL, "no room"));
  }

  private List<TicketEvent.Planned> channels() {
    return ticket.book().pending().stream()
        .filter(planned -> planned.deed() instanceof PlannedAction.OpenChannel)
        .toList();
  }

  private void tick() {
    ticket.command(new TicketCommand.Tick(ticket.now()));
  }
}
