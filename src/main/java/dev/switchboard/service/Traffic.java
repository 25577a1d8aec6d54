package dev.switchboard.service;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The figures of the managed services at present, counted from their sockets.
 *
 * @param figures the figures by the word of the service and the name of the figure, in the order in
 *     which they are shown; a service without figures is left out
 */
public record Traffic(SequencedMap<String, ? extends Map<String, Integer>> figures) {
  public Traffic {
    figures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(figures));
  }
}
