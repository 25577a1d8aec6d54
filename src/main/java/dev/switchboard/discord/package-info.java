/** The Discord side as a whole: which node speaks to Discord, and how the other nodes reach it. */
@NullMarked
package dev.switchboard.discord;

import org.jspecify.annotations.NullMarked;
