/**
 * Toggles, and the services behind them: what administrators want, what is the case, and the
 * drivers that make the one the other.
 */
@NullMarked
package dev.switchboard.service;

import org.jspecify.annotations.NullMarked;
