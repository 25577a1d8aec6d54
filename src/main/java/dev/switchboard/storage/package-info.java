/**
 * Storage in PostgreSQL and in files: connection pools, migrations, the plugins of the journal and
 * the projections, the lease and the file store.
 */
@NullMarked
package dev.switchboard.storage;

import org.jspecify.annotations.NullMarked;
