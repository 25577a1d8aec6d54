/** Messages as Discord describes them, read into plain text and names of their parts. */
@NullMarked
package dev.switchboard.discord.message;

import org.jspecify.annotations.NullMarked;
