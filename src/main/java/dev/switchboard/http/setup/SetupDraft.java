package dev.switchboard.http.setup;

import dev.switchboard.http.setup.SetupWork.Bot;
import dev.switchboard.http.setup.SetupWork.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the person has answered so far.
 *
 * @param values by key
 * @param bot empty before a token is right
 * @param place empty before the guilds are chosen
 */
record SetupDraft(Map<String, String> values, Optional<Bot> bot, Optional<Place> place) {
  static final SetupDraft EMPTY = new SetupDraft(Map.of(), Optional.empty(), Optional.empty());

  SetupDraft {
    values = Map.copyOf(values);
  }

  String value(String key) {
    return values.getOrDefault(key, "");
  }

  SetupDraft with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(values);
    all.putAll(more);
    return new SetupDraft(all, bot, place);
  }

  SetupDraft with(Bot found) {
    return new SetupDraft(values, Optional.of(found), Optional.empty());
  }

  SetupDraft with(Place found) {
    return new SetupDraft(values, bot, Optional.of(found));
  }

  /** Secrets are among the values. */
  @Override
  public String toString() {
    return "SetupDraft[keys=" + values.keySet() + "]";
  }
}
