/**
 * Configuration: reading it from files and the environment, its problems, and showing it without
 * secrets.
 */
@NullMarked
package dev.switchboard.config;

import org.jspecify.annotations.NullMarked;
