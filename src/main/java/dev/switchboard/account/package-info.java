/**
 * Local accounts, for signing in by password and for the mail host: their names, credentials,
 * blocks and quotas. Their stored data is counted and erased through a port.
 */
@NullMarked
package dev.switchboard.account;

import org.jspecify.annotations.NullMarked;
