/** The start of the process and the wiring of its parts. */
@NullMarked
package dev.switchboard;

import org.jspecify.annotations.NullMarked;
