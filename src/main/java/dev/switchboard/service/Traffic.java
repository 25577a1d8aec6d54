package dev.switchboard.service;

/**
 * What the services serve now, by their own sockets.
 *
 * @param relays addresses that the TURN server relays for its callers
 * @param connections to the Shadowsocks server
 * @param addresses from which these come
 */
public record Traffic(int relays, int connections, int addresses) {
  /** Nothing. */
  public static final Traffic NONE = new Traffic(0, 0, 0);
}
