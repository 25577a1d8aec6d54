/**
 * The command line: {@code switchboard run}, {@code sandbox}, {@code bench} and the commands beside
 * them, with their exit codes.
 */
@NullMarked
package dev.switchboard.cli;

import org.jspecify.annotations.NullMarked;
