package dev.switchboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRateTest {
  private static final Duration TURN = Duration.ofMillis(10);

  /** A clock may begin anywhere, and overflow. */
  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE - 1_000, Long.MIN_VALUE + 1_000})
  void eachAddressHasSomeTimesAtOnceAndThenARate(long begin) {
    AtomicLong now = new AtomicLong(begin);
    AddressRate rate = new AddressRate(TURN, 3, now::get);

    for (int i = 0; i < 3; i++) {
      assertThat(rate.take("a")).as("time %d", i).isTrue();
    }
    assertThat(rate.take("a")).isFalse();
    assertThat(rate.take("b")).isTrue();

    now.addAndGet(TURN.toNanos());
    assertThat(rate.take("a")).isTrue();
    assertThat(rate.take("a")).isFalse();

    now.addAndGet(Duration.ofDays(1).toNanos());
    for (int i = 0; i < 3; i++) {
      assertThat(rate.take("a")).as("time %d of the next day", i).isTrue();
    }
    assertThat(rate.take("a")).isFalse();
  }

  @Test
  void noMoreThanSomeAddressesAreRemembered() {
    AddressRate rate = new AddressRate(TURN, 1, () -> 0);

    for (int i = 0; i < AddressRate.ADDRESSES + 100; i++) {
      assertThat(rate.take("address " + i)).isTrue();
    }

    assertThat(rate.addresses()).isEqualTo(AddressRate.ADDRESSES);
    assertThat(rate.take("address " + (AddressRate.ADDRESSES + 99))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.51.100.7", "2001:db8::7"})
  void whoeverComesAndGoesTakesTheTurnsOfNobodyElse(String stranger) throws Exception {
    Connections connections =
        new Connections(Connections.MOST, Connections.EACH, address -> address.isLoopbackAddress());
    int admitted = 0;
    for (int i = 0; i < 2_000; i++) {
      admitted += comesAndGoes(connections, stranger) ? 1 : 0;
    }

    assertThat(admitted).isBetween(Connections.EACH, 1_000);
    assertThat(comesAndGoes(connections, "203.0.113.9")).isTrue();
    for (int i = 0; i < 2_000; i++) {
      assertThat(comesAndGoes(connections, "127.0.0.1")).isTrue();
    }
    assertThat(connections.size()).isZero();
  }

  private static boolean comesAndGoes(Connections connections, String address) throws Exception {
    return connections
        .admit(InetAddress.getByName(address))
        .map(connection -> {
          connection.ended();
          connection.ended();
          return true;
        })
        .orElse(false);
  }
}
