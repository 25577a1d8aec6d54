package dev.switchboard.account;

/** Who may come to have an account. Both are asked at each attempt, and do not block. */
public interface Registration {
  /** Whether anybody may make one. */
  boolean open();

  /** Whether one is made at the first login by way of Discord. */
  boolean justInTime();
}
