package dev.switchboard.storage;

import java.nio.file.Path;

/**
 * The directory for copies of files.
 *
 * @param directory the directory; it need not exist yet
 * @param reserve the bytes of its disk that always stay free; 0 for none
 */
public record FilePlace(Path directory, long reserve) {}
