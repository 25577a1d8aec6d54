package dev.switchboard.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdminPathsTest {
  private final AtomicLong now = new AtomicLong(-5);
  private final AdminPaths paths = new AdminPaths("/api/admin", now::get);

  @Test
  void theFormerPlaceLeadsThereForAMinuteMore() {
    paths.change("/control");

    assertThat(paths.lead("/control")).isTrue();
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    // Told again, as other nodes are every two seconds.
    paths.change("/control");
    assertThat(paths.lead("/api/admin")).isTrue();
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(paths.lead("/api/admin")).isFalse();
    assertThat(paths.lead("/control")).isTrue();
  }

  @Test
  void eachFormerPlaceHasItsMinute() {
    paths.change("/first");
    now.addAndGet(Duration.ofSeconds(30).toNanos());
    paths.change("/second");
    now.addAndGet(Duration.ofSeconds(29).toNanos());

    assertThat(paths.lead("/api/admin")).isTrue();
    assertThat(paths.lead("/first")).isTrue();
    assertThat(paths.lead("/second")).isTrue();
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(paths.lead("/api/admin")).isFalse();
    assertThat(paths.lead("/first")).isTrue();
    now.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(paths.lead("/first")).isFalse();
    assertThat(paths.lead("/second")).isTrue();
  }

  @Test
  void aPlaceThatIsTheOneAgainStaysItAfterItsMinute() {
    paths.change("/first");
    paths.change("/api/admin");

    assertThat(paths.lead("/first")).isTrue();
    now.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(paths.lead("/api/admin")).isTrue();
    assertThat(paths.lead("/first")).isFalse();
  }

  @Test
  void aPageIsHiddenByThePresentPlaceAndTheFormerOnesInWhateverCase() {
    paths.change("/Control");

    for (String path : new String[] {"/control", "/Control", "/api/admin"}) {
      assertThat(paths.hides(path)).as(path).isTrue();
    }
    for (String path : new String[] {"/control/", "/control/a", "/contro", "/admin", ""}) {
      assertThat(paths.hides(path)).as(path).isFalse();
    }
    paths.change("/other");
    now.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
    assertThat(paths.hides("/control")).isTrue();
    now.addAndGet(1);
    assertThat(paths.hides("/control")).isFalse();
    assertThat(paths.hides("/other")).isTrue();
  }

  @Test
  void theFormerPlacesAreBounded() {
    for (int change = 1; change <= AdminPaths.MOST_FORMER + 1; change++) {
      paths.change("/place" + change);
    }

    assertThat(paths.lead("/api/admin")).isFalse();
    assertThat(paths.lead("/place1")).isTrue();
  }

  @Test
  void onlyTheWholePathLeadsThere() {
    for (String other :
        new String[] {"", "/", "/api", "/api/admin/", "/api/admin/x", "/API/ADMIN"}) {
      assertThat(paths.lead(other)).as(other).isFalse();
    }
  }
}
