package dev.switchboard.bench;

import java.util.List;
import java.util.Map;

/**
 * A scenario that is played and measured.
 *
 * @param name the name for {@code --scenario}
 * @param what its description for the table
 * @param peers the figures of other products; empty if there are none
 */
record Scenario(String name, String what, String peers, List<Measure> measures, Script script) {
  Scenario {
    measures = List.copyOf(measures);
  }

  /** The steps of a scenario. */
  interface Script {
    /**
     * Plays the scenario once.
     *
     * @param quick whether it may be shorter than the goals assume
     * @return the figures by the keys of the measures
     */
    Map<String, Double> play(Stage stage, boolean quick);
  }
}
