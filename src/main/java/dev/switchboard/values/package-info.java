/**
 * Access to single values of the configuration, checked as they are read; every package reads its
 * settings from it.
 */
@NullMarked
package dev.switchboard.values;

import org.jspecify.annotations.NullMarked;
