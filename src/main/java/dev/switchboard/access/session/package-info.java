/** Sessions of browsers: one persistent actor for each, known by the hash of its token. */
@NullMarked
package dev.switchboard.access.session;

import org.jspecify.annotations.NullMarked;
