/**
 * What Discord told, stored before anything is done with it: the intake, the inbox, and reading
 * back what no session saw.
 */
@NullMarked
package dev.switchboard.discord.inbox;

import org.jspecify.annotations.NullMarked;
