package dev.switchboard.config;

import dev.switchboard.storage.DatabaseSettings;
import java.util.Optional;

/**
 * The storage, for commands that do not speak to Discord.
 *
 * @param data the folder for everything that is kept on disk
 * @param database the given database; if absent, the embedded one
 */
public record StoragePlace(DataDirectory data, Optional<DatabaseSettings> database) {}
