/**
 * The staff's side of the inbox: each channel's messages and commands in order, to the ticket's
 * port.
 */
@NullMarked
package dev.switchboard.discord.desk;

import org.jspecify.annotations.NullMarked;
