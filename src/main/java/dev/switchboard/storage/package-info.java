/**
 * PostgreSQL as the product uses it: pools, migrations, the journal's and the projections'
 * plumbing, the lease and the file store.
 */
@NullMarked
package dev.switchboard.storage;

import org.jspecify.annotations.NullMarked;
