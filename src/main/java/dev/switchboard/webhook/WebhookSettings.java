package dev.switchboard.webhook;

import dev.switchboard.values.CheckedValues;

/**
 * Where webhooks may lead.
 *
 * @param http whether also to addresses with {@code http://}
 * @param privateAddresses whether also to loopback and private addresses
 */
public record WebhookSettings(boolean http, boolean privateAddresses) {
  /** Reads {@code webhooks}. */
  public static WebhookSettings of(CheckedValues values) {
    return new WebhookSettings(
        values.flag("webhooks.allow-http"), values.flag("webhooks.allow-private-addresses"));
  }
}
