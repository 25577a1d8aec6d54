/** Files of members: downloads from Discord's content servers, and copies in the file store. */
@NullMarked
package dev.switchboard.discord.file;

import org.jspecify.annotations.NullMarked;
