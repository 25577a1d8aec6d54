package dev.switchboard.sandbox.rest;

/** Receives every REST request and its answer before a fault, for tests that check the exchange. */
@FunctionalInterface
public interface RestTap {
  /** Called on the server's threads, so it must not block. */
  void passed(Exchange exchange);
}
