/** Plays of members and staff, against the whole product and the sandbox. */
@NullMarked
package dev.switchboard.e2e.desk;

import org.jspecify.annotations.NullMarked;
