package dev.switchboard.config;

import dev.switchboard.access.AdminSettings;
import dev.switchboard.http.HttpSettings;
import java.nio.file.Path;

/**
 * The address of the admin RPC of a running Switchboard, and its way to recognise administrators.
 *
 * @param path the path, such as {@code /api/admin}
 * @param localProof the file with the proof that a call comes from the same installation
 */
public record AdminPlace(HttpSettings http, String path, AdminSettings admin, Path localProof) {}
