/**
 * The world of the sandbox: guilds, channels, users, messages and permissions, and their journal.
 */
@NullMarked
package dev.switchboard.sandbox.world;

import org.jspecify.annotations.NullMarked;
