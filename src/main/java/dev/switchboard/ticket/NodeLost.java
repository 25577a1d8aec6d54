package dev.switchboard.ticket;

/**
 * Notice that a node of the cluster is lost, and the messages sent to it with it. Published on the
 * event stream of every other node's actor system, once the entities of the lost node can start
 * elsewhere.
 */
public record NodeLost() {}
