/**
 * Overrides of host names: set by administrators, and checked before the name service for every
 * outgoing connection of the server.
 */
@NullMarked
package dev.switchboard.lookup;

import org.jspecify.annotations.NullMarked;
