/** The HTTP side: routes, one class per resource, and how errors are rendered. */
@NullMarked
package dev.switchboard.http;

import org.jspecify.annotations.NullMarked;
