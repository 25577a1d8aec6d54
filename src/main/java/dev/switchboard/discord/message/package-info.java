/** Converts Discord's messages to plain text: embeds, components, polls, stickers and files. */
@NullMarked
package dev.switchboard.discord.message;

import org.jspecify.annotations.NullMarked;
