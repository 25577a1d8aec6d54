package dev.switchboard.http;

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
  void onlyTheWholePathLeadsThere() {
    for (String other :
        new String[] {"", "/", "/api", "/api/admin/", "/api/admin/x", "/API/ADMIN"}) {
      assertThat(paths.lead(other)).as(other).isFalse();
    }
  }
}
