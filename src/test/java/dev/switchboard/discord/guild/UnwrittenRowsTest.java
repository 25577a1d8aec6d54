package dev.switchboard.discord.guild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.grant.Member;
import dev.switchboard.discord.guild.StaffRows.Row;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnwrittenRowsTest {
  private final UnwrittenRows rows = new UnwrittenRows();

  private static Row row(long user, String name, boolean added) {
    Member member = new Member(user, name, name, Optional.empty(), Set.of());
    return new Row(user, Optional.of(member), added);
  }

  @Test
  void theLastNewsOfAUserCountsAndTheRowIsMadeAllTheSame() {
    rows.add(row(1, "a", true));
    rows.add(row(2, "b", false));
    rows.add(row(1, "c", false));
    assertThat(rows.take(10)).containsExactly(row(1, "c", true), row(2, "b", false));
    rows.written();
    assertThat(rows.take(10)).isEmpty();
  }

  @Test
  void whatIsNotWrittenWaitsAgainBehindNothingNewer() {
    rows.add(row(1, "a", true));
    rows.add(row(2, "b", false));
    assertThat(rows.take(10)).hasSize(2);
    rows.add(row(1, "c", false));
    assertThat(rows.last(1)).contains(row(1, "c", false));
    assertThat(rows.last(2)).contains(row(2, "b", false));
    assertThat(rows.last(3)).isEmpty();
    rows.failed();
    assertThat(rows.take(10)).containsExactly(row(1, "c", true), row(2, "b", false));
  }

  @Test
  void aFewAreTakenAtATime() {
    for (long user = 1; user <= 5; user++) {
      rows.add(row(user, "a", false));
    }
    assertThat(rows.take(2)).extracting(Row::user).containsExactly(1L, 2L);
    rows.written();
    assertThat(rows.take(2)).extracting(Row::user).containsExactly(3L, 4L);
    assertThat(rows.size()).isEqualTo(1);
  }
}
