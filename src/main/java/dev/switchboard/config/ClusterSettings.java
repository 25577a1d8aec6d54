package dev.switchboard.config;

import java.util.List;

/**
 * The addresses of the nodes of a cluster.
 *
 * @param host the host at which the other nodes reach this one
 * @param port the port for that; 0 for any free one
 * @param seeds the nodes that a starting node contacts first; if empty, it is the only node
 */
public record ClusterSettings(String host, int port, List<Node> seeds) {
  /** The address of a node. */
  public record Node(String host, int port) {
    /** The name in the configuration: {@code host:port}. */
    public String name() {
      return host + ":" + port;
    }
  }

  public ClusterSettings {
    seeds = List.copyOf(seeds);
  }

  /** This node, as the other nodes reach it. */
  public Node self() {
    return new Node(host, port);
  }

  /** Whether there may be other nodes. */
  public boolean shared() {
    return !seeds.isEmpty();
  }
}
