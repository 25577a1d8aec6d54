package dev.switchboard.sandbox.gateway;

/**
 * The reasons for which the gateway closes a connection (Discord's documentation, "Gateway Close
 * Event Codes").
 */
enum CloseCode {
  UNKNOWN_ERROR(4000, "Unknown error.", true),
  UNKNOWN_OPCODE(4001, "Unknown opcode.", true),
  DECODE_ERROR(4002, "Error while decoding payload.", true),
  NOT_AUTHENTICATED(4003, "Not authenticated.", true),
  AUTHENTICATION_FAILED(4004, "Authentication failed.", false),
  ALREADY_AUTHENTICATED(4005, "Already authenticated.", true),
  INVALID_SEQUENCE(4007, "Invalid seq.", true),
  RATE_LIMITED(4008, "Rate limited.", true),
  SESSION_TIMED_OUT(4009, "Session timed out.", true),
  INVALID_SHARD(4010, "Invalid shard.", false),
  SHARDING_REQUIRED(4011, "Sharding required.", false),
  INVALID_API_VERSION(4012, "Invalid API version.", false),
  INVALID_INTENTS(4013, "Invalid intent(s).", false),
  DISALLOWED_INTENTS(4014, "Disallowed intent(s).", false);

  private final int code;
  private final String reason;
  private final boolean resumable;

  CloseCode(int code, String reason, boolean resumable) {
    this.code = code;
    this.reason = reason;
    this.resumable = resumable;
  }

  int code() {
    return code;
  }

  String reason() {
    return reason;
  }

  /** Whether the session can be resumed afterwards. */
  boolean isResumable() {
    return resumable;
  }
}
