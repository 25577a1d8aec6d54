package dev.switchboard.service;

/** Every toggle there is. */
public enum ToggleName {
  /** Whether anybody may make an account. */
  REGISTRATION("registration"),
  /** Whether an account is made at the first sign-in of somebody who has none. */
  JIT("jit"),
  TURN("turn"),
  IROH("iroh"),
  SHADOWSOCKS("shadowsocks"),
  /** The no-log policy: on means that nothing is logged. */
  LOG("log");

  private final String id;

  ToggleName(String id) {
    this.id = id;
  }

  /** Part of the persistence id: never changed. */
  public String id() {
    return id;
  }
}
