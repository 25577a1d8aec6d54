/** Backup and restore: one archive of the database and the files. */
@NullMarked
package dev.switchboard.storage.backup;

import org.jspecify.annotations.NullMarked;
