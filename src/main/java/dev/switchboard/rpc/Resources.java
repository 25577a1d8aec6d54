package dev.switchboard.rpc;

import java.util.List;
import java.util.Optional;

/**
 * All that administrators look at or change.
 *
 * @param all each with a path of its own
 * @param elsewhere the node for services, as {@code host:port}, where that is another one
 */
public record Resources(List<Resource> all, Optional<String> elsewhere) {
  public Resources {
    all = List.copyOf(all);
  }
}
