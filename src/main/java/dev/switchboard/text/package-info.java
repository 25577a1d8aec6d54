/**
 * Operations on people's texts that keep their meaning (cutting, making them well-formed,
 * containing their Markdown, showing names literally), and the words of the server by key and
 * language.
 */
@NullMarked
package dev.switchboard.text;

import org.jspecify.annotations.NullMarked;
