package dev.switchboard.service;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What the services serve now, by their own sockets.
 *
 * @param figures by the word of the service and the name of the figure, in the order in which they
 *     are shown; without a service that has none
 */
public record Traffic(SequencedMap<String, ? extends Map<String, Integer>> figures) {
  public Traffic {
    figures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(figures));
  }
}
