/** The ports for reading of tickets: lists, messages, deliveries, search, figures, read marks. */
@NullMarked
package dev.switchboard.ticket.view;

import org.jspecify.annotations.NullMarked;
