package dev.switchboard.discord.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.model.Job;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final long MEMORY = 7;

  private final Turns turns = new Turns();

  @Test
  void whatIsBehindALostOfferWaitsForAllToBeOfferedAgain() {
    assertThat(turns.follows(offer(1, true), MEMORY)).isTrue();
    assertThat(turns.follows(offer(2, false), MEMORY)).isTrue();
    assertThat(turns.follows(offer(4, false), MEMORY)).isFalse();
    assertThat(turns.follows(offer(5, false), MEMORY)).isFalse();
    assertThat(turns.follows(offer(6, true), MEMORY)).isTrue();
    assertThat(turns.follows(offer(7, false), MEMORY)).isTrue();
  }

  @Test
  void anOfferToAFormerMemoryIsIgnoredAndOneToAnyIsNot() {
    assertThat(turns.follows(new Dispatch.Offer(MEMORY - 1, 1, true, jobs()), MEMORY)).isFalse();
    assertThat(turns.follows(new Dispatch.Offer(Dispatch.ANY_MEMORY, 0, true, jobs()), MEMORY))
        .isTrue();
  }

  private static Dispatch.Offer offer(long turn, boolean whole) {
    return new Dispatch.Offer(MEMORY, turn, whole, jobs());
  }

  private static List<Job> jobs() {
    return List.of(new Job.OpenDm(new Job.Key("ticket:1", 1), Job.Lane.RELAY, 2));
  }
}
