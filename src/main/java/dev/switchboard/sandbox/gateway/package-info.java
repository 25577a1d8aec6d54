/** The gateway of the sandbox: sessions, frames, resumes. */
@NullMarked
package dev.switchboard.sandbox.gateway;

import org.jspecify.annotations.NullMarked;
