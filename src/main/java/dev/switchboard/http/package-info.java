/** The HTTP side: routes, one class per resource, and the form of errors. */
@NullMarked
package dev.switchboard.http;

import org.jspecify.annotations.NullMarked;
