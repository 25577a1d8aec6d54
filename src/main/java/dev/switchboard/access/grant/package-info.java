/**
 * The permissions of the desk in a browser: which of them are granted to whom, and which rights a
 * Discord user has by them.
 */
@NullMarked
package dev.switchboard.access.grant;

import org.jspecify.annotations.NullMarked;
