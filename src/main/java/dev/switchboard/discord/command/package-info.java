/**
 * Commands of staff: typed commands, slash commands, buttons, menus and forms, and their conversion
 * to commands of a ticket.
 */
@NullMarked
package dev.switchboard.discord.command;

import org.jspecify.annotations.NullMarked;
