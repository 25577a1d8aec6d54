/** The path of the admin RPC. */
@NullMarked
package dev.switchboard.http.admin;

import org.jspecify.annotations.NullMarked;
