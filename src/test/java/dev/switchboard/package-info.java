@NullMarked
package dev.switchboard;

import org.jspecify.annotations.NullMarked;
