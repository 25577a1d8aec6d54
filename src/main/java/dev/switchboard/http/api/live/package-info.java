/** The operations of what happens just now: the stream of events, and presence. */
@NullMarked
package dev.switchboard.http.api.live;

import org.jspecify.annotations.NullMarked;
