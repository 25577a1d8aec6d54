package dev.switchboard.ticket;

/**
 * A node of the cluster is gone, and with it what it was handed. Published on the actor system's
 * event stream of every other node, when what ran there can be started elsewhere.
 */
public record NodeLost() {}
