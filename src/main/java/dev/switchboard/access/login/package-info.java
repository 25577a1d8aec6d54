/** Logins that are under way: what is kept between the way to Discord's page and the way back. */
@NullMarked
package dev.switchboard.access.login;

import org.jspecify.annotations.NullMarked;
