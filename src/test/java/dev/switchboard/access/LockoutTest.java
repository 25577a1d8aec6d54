package dev.switchboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LockoutTest {
  private static final Peer HERE = at("127.0.0.2");
  private static final Peer THERE = at("127.0.0.3");

  private long now = Long.MAX_VALUE - 5;
  private final Lockout lockout = new Lockout(() -> now);

  @Test
  void tenFailuresLockAnAddressAndNobodyElse() {
    fail(HERE, 9);
    assertThat(lockout.locked(HERE)).isFalse();

    fail(HERE, 1);

    assertThat(lockout.locked(HERE)).isTrue();
    assertThat(lockout.begin(HERE, "right")).isEqualTo(new Lockout.Opening.Locked());
    assertThat(lockout.locked(THERE)).isFalse();
    assertThat(lockout.locked(new Peer(HERE.address(), true))).isFalse();
  }

  @Test
  void theLocalCommandIsOneWhereverItCallsFrom() {
    fail(new Peer(HERE.address(), true), 5);
    fail(new Peer(THERE.address(), true), 5);

    assertThat(lockout.locked(new Peer(InetAddress.ofLiteral("::1"), true))).isTrue();
    assertThat(lockout.locked(HERE)).isFalse();
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
  void whoIsRightIsForgivenWhatTheSameCredentialFailedAndNothingElse() {
    fail(HERE, "late", 4);
    fail(HERE, "guess", 5);

    open(HERE, "late").succeeded();

    fail(HERE, "guess", 4);
    assertThat(lockout.locked(HERE)).isFalse();
    open(HERE, "known").succeeded();
    fail(HERE, "guess", 1);
    assertThat(lockout.locked(HERE)).isTrue();
  }

  @Test
  void attemptsAtOnceCountBeforeTheyAreLookedAt() {
    fail(HERE, 3);
    List<Lockout.Attempt> underWay = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      underWay.add(open(HERE, "guess " + i));
    }

    assertThat(lockout.begin(HERE, "one more")).isInstanceOf(Lockout.Opening.Full.class);
    assertThat(lockout.begin(THERE, "one more")).isInstanceOf(Lockout.Opening.Open.class);

    assertThat(underWay).allMatch(Lockout.Attempt::failed);
    assertThat(lockout.begin(HERE, "one more")).isEqualTo(new Lockout.Opening.Locked());
  }

  @Test
  void whoWaitsIsToldWhenAnotherIsSettled() {
    List<Lockout.Attempt> underWay = new ArrayList<>();
    for (int i = 0; i < Lockout.MOST; i++) {
      underWay.add(open(HERE, "token " + i));
    }
    var full = (Lockout.Opening.Full) lockout.begin(HERE, "one more");
    assertThat(full.settled().toCompletableFuture()).isNotDone();

    underWay.getFirst().succeeded();

    assertThat(full.settled().toCompletableFuture()).isDone();
    open(HERE, "one more").abandoned();
    assertThat(lockout.locked(HERE)).isFalse();
  }

  @Test
  void oneCredentialManyTimesAtOnceIsOneAndAddsNothingOnceItsPeerIsLocked() {
    List<Lockout.Attempt> underWay = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      underWay.add(open(HERE, "the same"));
    }

    assertThat(underWay.stream().filter(Lockout.Attempt::failed)).hasSize(Lockout.MOST);
    assertThat(lockout.locked(HERE)).isTrue();
  }

  @Test
  void whoHasASubnetOfIpVersion6IsOneAddress() {
    for (int i = 0; i < 10; i++) {
      fail(at("2001:db8::" + i), 1);
    }

    assertThat(lockout.locked(at("2001:db8::ffff"))).isTrue();
    assertThat(lockout.locked(at("2001:db8:0:1::1"))).isFalse();
  }

  @Test
  void memoryIsBoundedAndWhatWasRightLeavesNothing() throws UnknownHostException {
    open(THERE, "right").succeeded();
    assertThat(lockout.peers()).isZero();
    fail(HERE, 10);
    for (int i = 0; i < Lockout.PEERS + 10; i++) {
      fail(
          Peer.at(InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(0x0A000000 + i).array())),
          1);
    }

    assertThat(lockout.peers()).isEqualTo(Lockout.PEERS);
  }

  private void fail(Peer peer, int times) {
    fail(peer, "wrong", times);
  }

  private void fail(Peer peer, String credential, int times) {
    for (int i = 0; i < times; i++) {
      open(peer, credential).failed();
    }
  }

  private Lockout.Attempt open(Peer peer, String credential) {
    return ((Lockout.Opening.Open) lockout.begin(peer, credential)).attempt();
  }

  private void pass(int seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  private static Peer at(String address) {
    return Peer.at(InetAddress.ofLiteral(address));
  }
}
