package dev.switchboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.Peer;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressPaceTest {
  private final AtomicLong now = new AtomicLong(-5);
  private final AddressPace pace = new AddressPace(3, Integer.MAX_VALUE, now::get);

  @Test
  void eachAddressMaySoOftenAMinute() {
    InetAddress one = InetAddress.ofLiteral("192.0.2.1");
    for (int i = 0; i < 3; i++) {
      assertThat(pace.take(Peer.at(one))).isTrue();
    }
    assertThat(pace.take(Peer.at(one))).isFalse();
    assertThat(pace.take(Peer.at(InetAddress.ofLiteral("192.0.2.2")))).isTrue();

    now.addAndGet(AddressPace.WINDOW);
    assertThat(pace.take(Peer.at(one))).isTrue();
  }

  @Test
  void allAddressesTogetherMaySoOftenAMinute() {
    AddressPace shared = new AddressPace(3, 5, now::get);
    for (int i = 0; i < 5; i++) {
      assertThat(shared.take(Peer.at(InetAddress.ofLiteral("192.0.2." + i)))).isTrue();
    }
    for (int i = 0; i < AddressPace.ADDRESSES + 1_000; i++) {
      assertThat(shared.take(Peer.at(numbered(i)))).isFalse();
    }
    assertThat(shared.addresses()).isEqualTo(AddressPace.ADDRESSES);

    now.addAndGet(AddressPace.WINDOW);
    assertThat(shared.take(Peer.at(InetAddress.ofLiteral("192.0.2.1")))).isTrue();
  }

  private static InetAddress numbered(int i) {
    return InetAddress.ofLiteral("10.%d.%d.%d".formatted(i >> 16, (i >> 8) & 0xff, i & 0xff));
  }

  @Test
  void anAddressOfVersionSixStandsForItsNetwork() {
    for (int i = 1; i <= 3; i++) {
      assertThat(pace.take(Peer.at(InetAddress.ofLiteral("2001:db8::" + i)))).isTrue();
    }
    assertThat(pace.take(Peer.at(InetAddress.ofLiteral("2001:db8::ffff")))).isFalse();
    assertThat(pace.take(Peer.at(InetAddress.ofLiteral("2001:db8:0:1::1")))).isTrue();
  }

  @Test
  void onlySoManyAddressesAreRemembered() {
    for (int i = 0; i < AddressPace.ADDRESSES + 1_000; i++) {
      pace.take(Peer.at(numbered(i)));
    }

    assertThat(pace.addresses()).isEqualTo(AddressPace.ADDRESSES);
  }
}
