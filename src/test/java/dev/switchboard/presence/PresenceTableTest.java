package dev.switchboard.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.presence.PresenceTable.Seat;
import org.junit.jupiter.api.Test;

class PresenceTableTest {
  private final PresenceTable table = new PresenceTable();

  private static Viewer viewer(long user, PresenceState state, boolean draft) {
    return new Viewer(user, "user " + user, state, draft);
  }

  private static Viewer viewing(long user) {
    return viewer(user, PresenceState.VIEWING, false);
  }

  @Test
  void whoeverIsOnATicketIsShownThereUntilTheyLeave() {
    assertThat(table.seen(new Seat(12, "a"), viewing(7), 30)).containsExactly(12L);
    assertThat(table.of(12)).containsExactly(viewing(7));
    assertThat(table.of(13)).isEmpty();
    assertThat(table.left(new Seat(12, "a"))).containsExactly(12L);
    assertThat(table.of(12)).isEmpty();
    assertThat(table.all()).isEmpty();
    assertThat(table.left(new Seat(12, "a"))).isEmpty();
  }

  @Test
  void aHeartbeatThatChangesNothingIsToldToNobody() {
    table.seen(new Seat(12, "a"), viewing(7), 30);
    assertThat(table.seen(new Seat(12, "a"), viewing(7), 40)).isEmpty();
    assertThat(table.seen(new Seat(12, "a"), viewer(7, PresenceState.TYPING, false), 50))
        .containsExactly(12L);
  }

  @Test
  void aPersonInTwoBrowsersIsOneAndWritersComeFirst() {
    table.seen(new Seat(12, "a"), viewer(7, PresenceState.TYPING, false), 30);
    table.seen(new Seat(12, "c"), viewing(6), 30);
    table.seen(new Seat(12, "b"), viewer(7, PresenceState.VIEWING, true), 30);
    assertThat(table.of(12)).containsExactly(viewer(7, PresenceState.TYPING, true), viewing(6));
  }

  @Test
  void whoeverIsNotHeardOfExpires() {
    table.seen(new Seat(12, "a"), viewing(7), 30);
    table.seen(new Seat(13, "b"), viewing(8), 35);
    assertThat(table.expire(29)).isEmpty();
    assertThat(table.expire(30)).containsExactly(12L);
    assertThat(table.of(13)).hasSize(1);
    table.seen(new Seat(13, "b"), viewing(8), 65);
    assertThat(table.expire(64)).isEmpty();
    assertThat(table.expire(65)).containsExactly(13L);
  }

  @Test
  void aSessionIsOnABoundedNumberOfTickets() {
    for (long ticket = 1; ticket <= Presence.MOST_OF_A_SESSION; ticket++) {
      table.seen(new Seat(ticket, "a"), viewing(7), ticket);
    }
    table.seen(new Seat(1, "a"), viewing(7), 40);
    assertThat(table.seen(new Seat(99, "a"), viewing(7), 41)).containsExactlyInAnyOrder(2L, 99L);
    assertThat(table.all()).hasSize(Presence.MOST_OF_A_SESSION).doesNotContainKey(2L);
  }

  @Test
  void aNodeKnowsABoundedNumber() {
    for (int i = 0; i < PresenceTable.MOST + 5; i++) {
      table.seen(new Seat(i, "session " + i), viewing(7), i);
    }
    assertThat(table.all()).hasSize(PresenceTable.MOST).doesNotContainKey(4L).containsKey(5L);
  }

  @Test
  void aLongNameIsCut() {
    assertThat(new Viewer(7, "x".repeat(1_000), PresenceState.VIEWING, false).name().length())
        .isLessThanOrEqualTo(Viewer.LONGEST_NAME);
  }
}
