/**
 * How the program of a managed service runs on this machine: its recipe, the drivers that start and
 * stop it, the probes, and the supervisor that keeps it running.
 */
@NullMarked
package dev.switchboard.service.process;

import org.jspecify.annotations.NullMarked;
