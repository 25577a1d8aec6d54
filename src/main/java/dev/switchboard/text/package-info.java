/**
 * What can be done with people's words without changing what they say: cutting, making them well
 * formed, keeping their Markdown to themselves, and showing a name as just that name.
 */
@NullMarked
package dev.switchboard.text;

import org.jspecify.annotations.NullMarked;
