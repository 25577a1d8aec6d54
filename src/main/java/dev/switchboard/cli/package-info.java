/**
 * The command line: {@code switchboard run}, {@code sandbox}, {@code bench}, the other commands,
 * and the exit codes.
 */
@NullMarked
package dev.switchboard.cli;

import org.jspecify.annotations.NullMarked;
