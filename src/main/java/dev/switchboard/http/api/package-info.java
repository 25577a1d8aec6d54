/** The operations of the REST API, one class for each resource. */
@NullMarked
package dev.switchboard.http.api;

import org.jspecify.annotations.NullMarked;
