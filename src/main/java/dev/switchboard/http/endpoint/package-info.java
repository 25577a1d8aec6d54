/** The frame of the REST API: operations, their layers, and how a problem is told. */
@NullMarked
package dev.switchboard.http.endpoint;

import org.jspecify.annotations.NullMarked;
