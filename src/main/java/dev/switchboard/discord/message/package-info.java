/**
 * Messages as Discord describes them, read into plain text: embeds, components, polls, stickers,
 * files.
 */
@NullMarked
package dev.switchboard.discord.message;

import org.jspecify.annotations.NullMarked;
