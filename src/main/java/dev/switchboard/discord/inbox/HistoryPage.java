package dev.switchboard.discord.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Payload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A page of a channel's history from Discord.
 *
 * @param before the id that its messages are older than; 0 for the newest page
 * @param last whether the channel has no older messages
 */
record HistoryPage(List<JsonNode> messages, long before, boolean last) {
  /** Discord's maximum for one request ("Get Channel Messages" in its documentation). */
  static final int SIZE = 100;

  HistoryPage {
    messages = List.copyOf(messages);
  }

  static HistoryPage of(JsonNode body, long before) {
    List<JsonNode> messages = new ArrayList<>();
    for (JsonNode message : body) {
      if (id(message) != 0) {
        messages.add(message);
      }
    }
    return new HistoryPage(messages, before, body.size() < SIZE);
  }

  static long id(JsonNode message) {
    return Payload.id(message.path("id"));
  }

  /** The id of the oldest message; {@code before} for an empty page. */
  long oldest() {
    return messages.stream().mapToLong(HistoryPage::id).min().orElse(before);
  }

  /** The id of the newest message; 0 for an empty page. */
  long newest() {
    return messages.stream().mapToLong(HistoryPage::id).max().orElse(0);
  }

  int upTo(long mark) {
    return (int) messages.stream().filter(message -> id(message) <= mark).count();
  }

  /**
   * The known messages that this page would show if they still existed. An empty channel proves
   * nothing: Discord's answer to a bot without permission to read the history is the same.
   *
   * @param known messages known before the page was read; later ones may be missing in it
   */
  List<Long> missing(Collection<Long> known) {
    if (messages.isEmpty() && before == 0) {
      return List.of();
    }
    Set<Long> there = new HashSet<>();
    messages.forEach(message -> there.add(id(message)));
    long from = last ? 0 : oldest();
    return known.stream()
        .filter(id -> id >= from && (before == 0 || id < before) && !there.contains(id))
        .sorted()
        .toList();
  }
}
