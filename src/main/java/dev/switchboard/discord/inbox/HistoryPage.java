package dev.switchboard.discord.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Payload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A page of a channel's history, as Discord gives it.
 *
 * @param before what its messages are older than; 0 where it begins with the newest of all
 * @param last whether there is nothing older
 */
record HistoryPage(List<JsonNode> messages, long before, boolean last) {
  /** The most that Discord gives at once. ("Get Channel Messages", Discord's documentation.) */
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

  /** The id of the oldest message; {@code before} where there is none. */
  long oldest() {
    return messages.stream().mapToLong(HistoryPage::id).min().orElse(before);
  }

  /** The id of the newest message; 0 where there is none. */
  long newest() {
    return messages.stream().mapToLong(HistoryPage::id).max().orElse(0);
  }

  int upTo(long mark) {
    return (int) messages.stream().filter(message -> id(message) <= mark).count();
  }

  /**
   * Those of the messages that are known to have stood in the channel and do not stand in this
   * page, although it would show them. An empty channel is no proof: so Discord answers who may not
   * read the history, too.
   *
   * @param known from before the page was read: what was written since may be missing in it
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
