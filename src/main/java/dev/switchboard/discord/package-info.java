/** The Discord side: the gateway, the inbox writer, the dispatcher and the commands. */
@NullMarked
package dev.switchboard.discord;

import org.jspecify.annotations.NullMarked;
