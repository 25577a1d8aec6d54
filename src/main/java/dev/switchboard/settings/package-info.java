/**
 * The settings that administrators change while the server runs: one registry of them, their values
 * with who set them, and how a change is carried through.
 */
@NullMarked
package dev.switchboard.settings;

import org.jspecify.annotations.NullMarked;
