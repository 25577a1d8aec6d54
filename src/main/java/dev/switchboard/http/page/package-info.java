/** The pages and files that a browser is given: stored files, shared contacts, new accounts. */
@NullMarked
package dev.switchboard.http.page;

import org.jspecify.annotations.NullMarked;
