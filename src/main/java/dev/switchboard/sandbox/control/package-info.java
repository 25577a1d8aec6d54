/** The control API of the sandbox: a test or a person acts as any member and causes faults. */
@NullMarked
package dev.switchboard.sandbox.control;

import org.jspecify.annotations.NullMarked;
