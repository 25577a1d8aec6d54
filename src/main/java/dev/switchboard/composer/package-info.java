/** What staff write at the desk before it is sent: drafts, and replies that can be taken back. */
@NullMarked
package dev.switchboard.composer;

import org.jspecify.annotations.NullMarked;
