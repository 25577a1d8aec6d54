/** Health and metrics over HTTP. */
@NullMarked
package dev.switchboard.http.health;

import org.jspecify.annotations.NullMarked;
