/**
 * The desk: takes the messages and commands of each channel in order, and sends them to the
 * ticket's port.
 */
@NullMarked
package dev.switchboard.discord.desk;

import org.jspecify.annotations.NullMarked;
