package dev.switchboard.sandbox;

import java.util.concurrent.atomic.AtomicInteger;

/** What goes wrong at the gateway because a test asked for it. */
final class GatewayFaults {
  private final AtomicInteger swallowedAcknowledgements = new AtomicInteger();
  private final AtomicInteger refusedIdentifies = new AtomicInteger();
  private final AtomicInteger refusedResumes = new AtomicInteger();

  /** Leaves the next heartbeats unanswered. */
  void swallowAcknowledgements(int count) {
    swallowedAcknowledgements.set(count);
  }

  /** Answers the next IDENTIFYs with op 9 (false). */
  void refuseIdentifies(int count) {
    refusedIdentifies.set(count);
  }

  /** Answers the next RESUMEs with op 9 (false). */
  void refuseResumes(int count) {
    refusedResumes.set(count);
  }

  boolean swallowsAcknowledgement() {
    return takeOne(swallowedAcknowledgements);
  }

  boolean refusesIdentify() {
    return takeOne(refusedIdentifies);
  }

  boolean refusesResume() {
    return takeOne(refusedResumes);
  }

  void clear() {
    swallowedAcknowledgements.set(0);
    refusedIdentifies.set(0);
    refusedResumes.set(0);
  }

  private static boolean takeOne(AtomicInteger left) {
    return left.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
  }
}
