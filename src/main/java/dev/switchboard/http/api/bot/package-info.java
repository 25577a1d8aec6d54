/** The operations of the bot as a whole: its state, its presence, and the configuration. */
@NullMarked
package dev.switchboard.http.api.bot;

import org.jspecify.annotations.NullMarked;
