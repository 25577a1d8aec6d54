/** Shares: short names for links, each with a page of its own. */
@NullMarked
package dev.switchboard.share;

import org.jspecify.annotations.NullMarked;
