package dev.switchboard.storage;

import java.nio.file.Path;

/**
 * Where copies of files are kept.
 *
 * @param directory need not exist yet
 * @param reserve bytes of its disk that stay free, whatever is written; 0 for none
 */
public record FilePlace(Path directory, long reserve) {}
