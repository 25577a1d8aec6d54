package dev.switchboard.sandbox.rest;

/**
 * Is shown every REST request and the answer to it, as it was before a fault struck. For tests that
 * check what goes back and forth.
 */
@FunctionalInterface
public interface RestTap {
  /** Called on the server's threads: must not block. */
  void passed(Exchange exchange);
}
