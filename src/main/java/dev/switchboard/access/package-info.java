/**
 * Who may steer this server, and what they did: the administrators' tokens, the lock-out of those
 * who guess, and the audit log.
 */
@NullMarked
package dev.switchboard.access;

import org.jspecify.annotations.NullMarked;
