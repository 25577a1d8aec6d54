/**
 * Commands of staff: typed, slash commands, buttons, menus and modals, from their words to their
 * meaning.
 */
@NullMarked
package dev.switchboard.discord.command;

import org.jspecify.annotations.NullMarked;
