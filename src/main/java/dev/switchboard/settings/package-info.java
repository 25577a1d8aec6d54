/**
 * The settings that administrators change while the server runs: their registry, their values and
 * authors, and the process of a change.
 */
@NullMarked
package dev.switchboard.settings;

import org.jspecify.annotations.NullMarked;
