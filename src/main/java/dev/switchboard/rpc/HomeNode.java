package dev.switchboard.rpc;

/** The nodes of a cluster that answer a call of an administrator. */
public enum HomeNode {
  /** The node that received the call. */
  EVERY_NODE,
  /** The node that runs the managed services, whichever node received the call. */
  NODE_FOR_SERVICES
}
