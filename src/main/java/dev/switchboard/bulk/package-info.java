/** Bulk jobs: one act on many tickets, carried out by the server. */
@NullMarked
package dev.switchboard.bulk;

import org.jspecify.annotations.NullMarked;
