/**
 * Principals, their rights and the audit log of their acts; the administrators' tokens, and the
 * lockout of peers that guess.
 */
@NullMarked
package dev.switchboard.access;

import org.jspecify.annotations.NullMarked;
