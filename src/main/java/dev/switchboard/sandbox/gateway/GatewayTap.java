package dev.switchboard.sandbox.gateway;

/**
 * What passes between the sandbox and the bots, for those who measure it. The methods are called on
 * the way, some under the world's lock: they must be quick, must not block, and must leave the
 * bytes as they are.
 */
public interface GatewayTap {
  /** Nobody measures. */
  GatewayTap UNSEEN = new GatewayTap() {};

  /**
   * An event is about to be handed to the connections of the sessions that hear it.
   *
   * @param event Discord's name, such as {@code MESSAGE_CREATE}
   * @param payload the {@code d} of the dispatch, as JSON
   */
  default void dispatching(String event, byte[] payload) {}

  /**
   * A REST request has arrived whole; nothing was done about it yet.
   *
   * @param route such as {@code POST /channels/{channel}/messages}
   */
  default void asked(String route, byte[] body) {}

  /**
   * A REST request is about to be answered.
   *
   * @param body the request's
   * @param global whether it is refused by the limit that all routes share
   */
  default void answered(String route, byte[] body, int status, boolean global) {}
}
