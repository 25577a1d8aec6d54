package dev.switchboard.config;

import java.util.List;

/**
 * How the nodes of a cluster find each other.
 *
 * @param host under which the others reach this node
 * @param port for that; 0 for any free one
 * @param seeds where a node that starts looks for the others; none: it is alone
 */
public record ClusterSettings(String host, int port, List<Node> seeds) {
  /** Where a node is reached. */
  public record Node(String host, int port) {
    /** As it is named in the configuration: {@code host:port}. */
    public String name() {
      return host + ":" + port;
    }
  }

  public ClusterSettings {
    seeds = List.copyOf(seeds);
  }

  /** This node, as the others reach it. */
  public Node self() {
    return new Node(host, port);
  }

  /** Whether there may be other nodes. */
  public boolean shared() {
    return !seeds.isEmpty();
  }
}
