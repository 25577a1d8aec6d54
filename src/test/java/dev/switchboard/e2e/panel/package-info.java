/** The browser desk and the REST API of the whole product, over real sockets. */
@NullMarked
package dev.switchboard.e2e.panel;

import org.jspecify.annotations.NullMarked;
