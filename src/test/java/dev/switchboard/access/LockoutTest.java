package dev.switchboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LockoutTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress THERE = InetAddress.ofLiteral("127.0.0.3");

  private long now = Long.MAX_VALUE - 5;
  private final Lockout lockout = new Lockout(() -> now);

  @Test
  void tenFailuresLockAnAddressAndNobodyElse() {
    fail(HERE, 9);
    assertThat(lockout.locked(HERE)).isFalse();

    fail(HERE, 1);

    assertThat(lockout.locked(HERE)).isTrue();
    assertThat(lockout.locked(THERE)).isFalse();
  }

  @Test
  void aMinuteAfterTheFirstFailureAnotherAttemptIsHeard() {
    fail(HERE, 5);
    pass(30);
    fail(HERE, 5);
    pass(29);
    assertThat(lockout.locked(HERE)).isTrue();

    pass(1);

    assertThat(lockout.locked(HERE)).isFalse();
    fail(HERE, 4);
    assertThat(lockout.locked(HERE)).isFalse();
    fail(HERE, 1);
    assertThat(lockout.locked(HERE)).isTrue();
  }

  @Test
  void whoIsRightIsForgiven() {
    fail(HERE, 9);
    lockout.succeeded(HERE);
    fail(HERE, 9);

    assertThat(lockout.locked(HERE)).isFalse();
  }

  @Test
  void whoHasASubnetOfIpVersion6IsOneAddress() {
    for (int i = 0; i < 10; i++) {
      lockout.failed(InetAddress.ofLiteral("2001:db8::" + i));
    }

    assertThat(lockout.locked(InetAddress.ofLiteral("2001:db8::ffff"))).isTrue();
    assertThat(lockout.locked(InetAddress.ofLiteral("2001:db8:0:1::1"))).isFalse();
  }

  @Test
  void memoryIsBounded() throws UnknownHostException {
    fail(HERE, 10);
    for (int i = 0; i < Lockout.ADDRESSES + 10; i++) {
      lockout.failed(
          InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(0x0A000000 + i).array()));
    }

    assertThat(lockout.addresses()).isEqualTo(Lockout.ADDRESSES);
  }

  private void fail(InetAddress address, int times) {
    for (int i = 0; i < times; i++) {
      lockout.failed(address);
    }
  }

  private void pass(int seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }
}
