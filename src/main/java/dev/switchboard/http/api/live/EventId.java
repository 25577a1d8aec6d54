package dev.switchboard.http.api.live;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an event: its position in the feed, as {@code 41}, behind the epoch of the positions
 * where a backup was restored, as {@code 5f0c2a-41}.
 *
 * @param epoch as that of {@link dev.switchboard.feed.Feed.Head}
 */
record EventId(String epoch, long position) {
  private static final Pattern ID = Pattern.compile("(?:([0-9a-f]{6})-)?([0-9]{1,18})");

  /** The id that a text says; empty where it is none. */
  static Optional<EventId> of(String text) {
    Matcher id = ID.matcher(text);
    return id.matches()
        ? Optional.of(
            new EventId(Optional.ofNullable(id.group(1)).orElse(""), Long.parseLong(id.group(2))))
        : Optional.empty();
  }

  /** The id of another event of the same epoch. */
  EventId at(long other) {
    return new EventId(epoch, other);
  }

  String text() {
    return epoch.isEmpty() ? String.valueOf(position) : epoch + "-" + position;
  }
}
