package dev.switchboard.settings;

/** The part of the server that uses a setting. */
public enum SettingUser {
  /** The mail host does not exist yet: its settings are kept for it. */
  MAIL_HOST("the mail host, which is not there yet"),
  TURN("the TURN server"),
  TURN_CREDENTIALS("the time-limited credentials that are made for the TURN server"),
  IROH("the iroh relay"),
  IROH_ADDRESS("the address of the iroh relay that is told to who may use it"),
  SHADOWSOCKS("the Shadowsocks server"),
  HTTP("this server"),
  /** A proxy in front of the server speaks HTTPS; its settings are kept. */
  HTTPS("HTTPS, which a proxy in front speaks for this server"),
  ADMIN_PATH("the admin RPC"),
  REGISTRATION("registration at /new"),
  PRESENCE("the bot's presence on Discord"),
  TICKETS("the tickets");

  private final String words;

  SettingUser(String words) {
    this.words = words;
  }

  /** The user in words, for people. */
  public String words() {
    return words;
  }

  /**
   * Whether every node reads the value anew each time it needs it. Then a change needs no trial and
   * no restart, and several settings may be changed together.
   */
  public boolean readsEachTime() {
    return this == PRESENCE || this == TICKETS;
  }

  /** Whether this user exists already. */
  public boolean inUse() {
    return this != MAIL_HOST && this != HTTPS;
  }
}
