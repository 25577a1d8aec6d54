/**
 * Presence: the staff who look at a ticket in the panel just now, and whether they write. Never
 * stored.
 */
@NullMarked
package dev.switchboard.presence;

import org.jspecify.annotations.NullMarked;
