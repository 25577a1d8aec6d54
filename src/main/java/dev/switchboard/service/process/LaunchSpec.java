package dev.switchboard.service.process;

import java.nio.file.Path;
import java.util.List;

/**
 * The instructions for a start of a service.
 *
 * @param folder the service's own folder, where it may keep files
 * @param arguments the arguments of the program
 * @param listening the address and port at which it will listen
 * @param probe the probe of the running service
 */
public record LaunchSpec(
    Path folder, List<String> arguments, ListeningPort listening, Probe probe) {
  public LaunchSpec {
    arguments = List.copyOf(arguments);
  }
}
