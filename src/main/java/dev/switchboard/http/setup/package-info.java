/** The setup page: with no configuration, a person with the printed link makes the first one. */
@NullMarked
package dev.switchboard.http.setup;

import org.jspecify.annotations.NullMarked;
