package dev.switchboard.sandbox;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes wrong at the gateway because a test asked for it. */
final class GatewayFaults {
  /** What follows a RESUME in place of the session. */
  enum Breach {
    /** The TCP connection ends. */
    CUT,
    /** A WebSocket close without a code. */
    CLOSE,
    /** Nothing; the connection stays. */
    SILENCE
  }

  private final AtomicInteger swallowedAcknowledgements = new AtomicInteger();
  private final AtomicInteger refusedIdentifies = new AtomicInteger();
  private final AtomicInteger refusedResumes = new AtomicInteger();
  private final AtomicInteger brokenResumes = new AtomicInteger();
  private volatile Breach breach = Breach.CUT;

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

  /**
   * Takes the next RESUMEs and ends their connections without a code: with a close that names none,
   * or cut; or says nothing at all.
   *
   * @param count {@link Integer#MAX_VALUE} for all that come
   */
  void breakResumes(int count, Breach breach) {
    this.breach = breach;
    brokenResumes.set(count);
  }

  Optional<Breach> breaksResume() {
    return takeOne(brokenResumes) ? Optional.of(breach) : Optional.empty();
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
    brokenResumes.set(0);
  }

  private static boolean takeOne(AtomicInteger left) {
    return left.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
  }
}
