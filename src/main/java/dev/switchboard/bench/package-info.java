/**
 * Measures Switchboard as its operator has it: `bin/switchboard run` as a process of its own, with
 * its embedded database, against a look-alike Discord in another process. Each scenario says what
 * it wants reached; a figure that falls short is reported as it is. How to run it and what was
 * measured stands in {@code project-docs/performance.md}.
 */
@NullMarked
package dev.switchboard.bench;

import org.jspecify.annotations.NullMarked;
