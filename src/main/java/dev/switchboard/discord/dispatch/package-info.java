/**
 * What is sent to Discord: a queue for each channel, retries, doubts that are settled, forms that
 * Discord takes.
 */
@NullMarked
package dev.switchboard.discord.dispatch;

import org.jspecify.annotations.NullMarked;
