package dev.switchboard.sandbox.gateway;

/**
 * The traffic between the sandbox and the bots, for measurements. The methods are called while the
 * traffic passes, some under the world's lock: they must be quick, must not block, and must not
 * change the bytes.
 */
public interface GatewayTap {
  /** No measurement. */
  GatewayTap UNSEEN = new GatewayTap() {};

  /**
   * An event is about to be sent to the sessions that get it.
   *
   * @param event Discord's name, such as {@code MESSAGE_CREATE}
   * @param payload the {@code d} of the dispatch, as JSON
   */
  default void dispatching(String event, byte[] payload) {}

  /**
   * A REST request has arrived completely and is not handled yet.
   *
   * @param route such as {@code POST /channels/{channel}/messages}
   */
  default void asked(String route, byte[] body) {}

  /**
   * A REST request is about to be answered.
   *
   * @param body the body of the request
   * @param global whether it is refused by the limit that all routes share
   */
  default void answered(String route, byte[] body, int status, boolean global) {}
}
