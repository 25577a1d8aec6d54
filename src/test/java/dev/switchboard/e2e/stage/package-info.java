/** The stage of the end-to-end plays: the started product, its sandbox, clients, and waiting. */
@NullMarked
package dev.switchboard.e2e.stage;

import org.jspecify.annotations.NullMarked;
