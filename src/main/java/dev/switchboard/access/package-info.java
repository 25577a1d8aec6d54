/**
 * Principals, their rights and the audit log of their acts; the administrators' tokens, and the
 * lock-out of those who guess.
 */
@NullMarked
package dev.switchboard.access;

import org.jspecify.annotations.NullMarked;
