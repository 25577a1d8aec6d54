/** The embedded PostgreSQL server: its binaries, its cluster, its account. */
@NullMarked
package dev.switchboard.storage.postgres;

import org.jspecify.annotations.NullMarked;
