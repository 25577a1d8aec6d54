/**
 * Webhooks by Standard Webhooks 1.0.0: endpoints of others that are told what happens to tickets.
 * Events of the feed become deliveries, which are sent in order and at least once.
 */
@NullMarked
package dev.switchboard.webhook;

import org.jspecify.annotations.NullMarked;
