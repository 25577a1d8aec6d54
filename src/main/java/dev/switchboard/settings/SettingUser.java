package dev.switchboard.settings;

/** Who lives by a setting. */
public enum SettingUser {
  /** The mail host comes later: its settings are kept for it. */
  MAIL_HOST("the mail host, which is not there yet"),
  TURN("the TURN server"),
  TURN_CREDENTIALS("the time-limited credentials that are made for the TURN server"),
  IROH("the iroh relay"),
  IROH_ADDRESS("the address of the iroh relay that is told to who may use it"),
  SHADOWSOCKS("the Shadowsocks server"),
  HTTP("this server"),
  /** A proxy in front speaks it; its settings are kept. */
  HTTPS("HTTPS, which a proxy in front speaks for this server"),
  ADMIN_PATH("the admin RPC"),
  REGISTRATION("registration at /new");

  private final String words;

  SettingUser(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** Whether it is there already. */
  public boolean inUse() {
    return this != MAIL_HOST && this != HTTPS;
  }
}
