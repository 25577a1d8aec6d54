/**
 * What all rooms need of time, once: the pauses between attempts, and the instants in Discord's
 * ids.
 */
@NullMarked
package dev.switchboard.timing;

import org.jspecify.annotations.NullMarked;
