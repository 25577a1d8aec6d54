/** The browser panel: its page with a nonce, and the files that it loads. */
@NullMarked
package dev.switchboard.http.panel;

import org.jspecify.annotations.NullMarked;
