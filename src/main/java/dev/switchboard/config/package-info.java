/**
 * Configuration: reading it from files and the environment, what is wrong with it, and how it is
 * shown without its secrets.
 */
@NullMarked
package dev.switchboard.config;

import org.jspecify.annotations.NullMarked;
