package dev.switchboard.config;

import dev.switchboard.access.AdminSettings;
import dev.switchboard.http.HttpSettings;
import java.nio.file.Path;

/**
 * Where the admin RPC of a running Switchboard is, and how it knows administrators.
 *
 * @param path as {@code /api/admin}
 * @param localProof the file with what shows that a call is of the same installation
 */
public record AdminPlace(HttpSettings http, String path, AdminSettings admin, Path localProof) {}
