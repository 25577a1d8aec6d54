/** Plays of crashes, outages, floods and several nodes. */
@NullMarked
package dev.switchboard.e2e.fault;

import org.jspecify.annotations.NullMarked;
