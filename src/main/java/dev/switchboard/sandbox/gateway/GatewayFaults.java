package dev.switchboard.sandbox.gateway;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults of the gateway that a test has requested. */
public final class GatewayFaults {
  /** The response to a RESUME instead of the session. */
  public enum Breach {
    /** The TCP connection ends. */
    CUT,
    /** A WebSocket close without a code. */
    CLOSE,
    /** No response; the connection stays. */
    SILENCE
  }

  private final AtomicInteger swallowedAcknowledgements = new AtomicInteger();
  private final AtomicInteger refusedIdentifies = new AtomicInteger();
  private final AtomicInteger refusedResumes = new AtomicInteger();
  private final AtomicInteger brokenResumes = new AtomicInteger();
  private volatile Breach breach = Breach.CUT;

  /** Leaves the next heartbeats unanswered. */
  public void swallowAcknowledgements(int count) {
    swallowedAcknowledgements.set(count);
  }

  /** Answers the next IDENTIFYs with op 9 (false). */
  public void refuseIdentifies(int count) {
    refusedIdentifies.set(count);
  }

  /** Answers the next RESUMEs with op 9 (false). */
  public void refuseResumes(int count) {
    refusedResumes.set(count);
  }

  /**
   * Accepts the next RESUMEs and then cuts their connections, closes them without a code, or stays
   * silent.
   *
   * @param count the number of RESUMEs; {@link Integer#MAX_VALUE} for all
   */
  public void breakResumes(int count, Breach breach) {
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

  public void clear() {
    swallowedAcknowledgements.set(0);
    refusedIdentifies.set(0);
    refusedResumes.set(0);
    brokenResumes.set(0);
  }

  private static boolean takeOne(AtomicInteger left) {
    return left.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
  }
}
