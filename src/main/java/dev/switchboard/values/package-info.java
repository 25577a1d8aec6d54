/**
 * From where each capability reads its settings: single values of the configuration, checked as
 * they are read.
 */
@NullMarked
package dev.switchboard.values;

import org.jspecify.annotations.NullMarked;
