/**
 * Toggles, and the managed services behind them: their descriptors and settings, and how the stored
 * toggles and settings become running programs.
 */
@NullMarked
package dev.switchboard.service;

import org.jspecify.annotations.NullMarked;
