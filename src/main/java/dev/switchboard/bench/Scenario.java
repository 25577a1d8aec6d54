package dev.switchboard.bench;

import java.util.List;
import java.util.Map;

/**
 * Something that is played and measured.
 *
 * @param name as in {@code --scenario}
 * @param what in words, for the table
 * @param peers what was measured with other products, empty if nothing was
 */
record Scenario(String name, String what, String peers, List<Measure> measures, Script script) {
  Scenario {
    measures = List.copyOf(measures);
  }

  /** How it is played. */
  interface Script {
    /**
     * Plays it once.
     *
     * @param quick whether it may be shorter than what the goals are about
     * @return the figures by the keys of the measures
     */
    Map<String, Double> play(Stage stage, boolean quick);
  }
}
