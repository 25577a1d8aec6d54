package dev.switchboard.webhook;

import dev.switchboard.feed.FeedKind;
import java.util.Arrays;
import java.util.List;

/** The types of events that are no events of the feed, and the list of those that are. */
public final class WebhookType {
  /** A test, sent when staff ask for it. */
  static final String TEST = "webhook.test";

  /** Events are missing here, because they had to wait for longer than the feed keeps them. */
  static final String MISSED = "events.missed";

  private WebhookType() {}

  /** The types that an endpoint can choose. */
  public static List<String> chosen() {
    return Arrays.stream(FeedKind.values()).map(FeedKind::word).toList();
  }
}
