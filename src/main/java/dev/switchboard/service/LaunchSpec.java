package dev.switchboard.service;

import java.nio.file.Path;
import java.util.List;

/**
 * How a service is to be run.
 *
 * @param folder its own, where it may keep files
 * @param arguments of the program
 * @param listening where it will listen
 * @param probe asks it whether it is well
 */
record LaunchSpec(Path folder, List<String> arguments, ListeningPort listening, Probe probe) {
  LaunchSpec {
    arguments = List.copyOf(arguments);
  }
}
