package dev.switchboard.discord.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.model.Job;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferSequenceTest {
  private static final long MEMORY = 7;

  private final OfferSequence offerSequence = new OfferSequence();

  @Test
  void whatIsBehindALostOfferWaitsForAllToBeOfferedAgain() {
    assertThat(offerSequence.follows(offer(1, true), MEMORY)).isTrue();
    assertThat(offerSequence.follows(offer(2, false), MEMORY)).isTrue();
    assertThat(offerSequence.follows(offer(4, false), MEMORY)).isFalse();
    assertThat(offerSequence.follows(offer(5, false), MEMORY)).isFalse();
    assertThat(offerSequence.follows(offer(6, true), MEMORY)).isTrue();
    assertThat(offerSequence.follows(offer(7, false), MEMORY)).isTrue();
  }

  @Test
  void anOfferToAFormerMemoryIsIgnoredAndOneToAnyIsNot() {
    assertThat(offerSequence.follows(new Dispatch.Offer(MEMORY - 1, 1, true, jobs()), MEMORY))
        .isFalse();
    assertThat(
            offerSequence.follows(new Dispatch.Offer(Dispatch.ANY_MEMORY, 0, true, jobs()), MEMORY))
        .isTrue();
  }

  private static Dispatch.Offer offer(long turn, boolean whole) {
    return new Dispatch.Offer(MEMORY, turn, whole, jobs());
  }

  private static List<Job> jobs() {
    return List.of(new Job.OpenDm(new Job.Key("ticket:1", 1), Job.Lane.RELAY, 2));
  }
}
