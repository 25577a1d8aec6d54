/**
 * PostgreSQL, embedded or given: the server, pools, migrations, the journal's and the projections'
 * plumbing, the lease, the file store and the backup. Knows nothing of the rest of the product.
 */
@NullMarked
package dev.switchboard.storage;

import org.jspecify.annotations.NullMarked;
