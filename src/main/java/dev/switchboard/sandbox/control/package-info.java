/**
 * The control API of the sandbox: through it a test or a person acts as any member, and orders
 * faults.
 */
@NullMarked
package dev.switchboard.sandbox.control;

import org.jspecify.annotations.NullMarked;
