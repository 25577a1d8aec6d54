package dev.switchboard.rpc;

/** On which nodes of a cluster a call of an administrator is answered. */
public enum HomeNode {
  /** On the one that was called. */
  EVERY_NODE,
  /** On the one that runs the services, wherever it was called. */
  NODE_FOR_SERVICES
}
