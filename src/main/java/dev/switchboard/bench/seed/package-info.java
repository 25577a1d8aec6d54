/**
 * Fills an empty database with tickets and messages as members and staff would have written them,
 * for {@code bench seed}. The events come from the product's own decisions ({@code ticket.decide}),
 * are stored in the form of its serializers, and go into the tables by its own projection ({@code
 * ticket.read}): a product that starts afterwards goes on as if it had taken them itself.
 */
@NullMarked
package dev.switchboard.bench.seed;

import org.jspecify.annotations.NullMarked;
