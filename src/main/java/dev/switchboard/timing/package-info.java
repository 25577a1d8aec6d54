/** Common classes about time: the pauses between attempts, and the times in Discord's ids. */
@NullMarked
package dev.switchboard.timing;

import org.jspecify.annotations.NullMarked;
