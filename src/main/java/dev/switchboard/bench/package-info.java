/**
 * Measures Switchboard as an operator runs it: {@code bin/switchboard run} as a process of its own,
 * with its embedded database, against a look-alike Discord in another process. Each scenario has
 * goals; a figure that misses its goal is reported as it is. How to run it, and the results, are in
 * {@code project-docs/performance.md}.
 */
@NullMarked
package dev.switchboard.bench;

import org.jspecify.annotations.NullMarked;
