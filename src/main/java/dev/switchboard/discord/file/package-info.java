/** Files of members: downloads from Discord's file servers, and copies that are kept. */
@NullMarked
package dev.switchboard.discord.file;

import org.jspecify.annotations.NullMarked;
