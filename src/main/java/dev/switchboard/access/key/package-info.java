/** Keys of the REST API: one persistent actor for each, known by the hash of the key. */
@NullMarked
package dev.switchboard.access.key;

import org.jspecify.annotations.NullMarked;
