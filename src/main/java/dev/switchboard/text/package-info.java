/**
 * Operations on people's texts that keep their meaning: cutting, making them well-formed,
 * containing their Markdown, and showing names literally.
 */
@NullMarked
package dev.switchboard.text;

import org.jspecify.annotations.NullMarked;
