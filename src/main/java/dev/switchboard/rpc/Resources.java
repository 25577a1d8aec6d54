package dev.switchboard.rpc;

import java.util.List;
import java.util.Optional;

/**
 * The resources of the admin RPC.
 *
 * @param all the resources, each with a different path
 * @param elsewhere the node for services, as {@code host:port}, if it is another node
 */
public record Resources(List<Resource> all, Optional<String> elsewhere) {
  public Resources {
    all = List.copyOf(all);
  }
}
