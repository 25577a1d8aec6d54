/** The operations of the REST API for local accounts, signing in with them, and all sessions. */
@NullMarked
package dev.switchboard.http.api.account;

import org.jspecify.annotations.NullMarked;
