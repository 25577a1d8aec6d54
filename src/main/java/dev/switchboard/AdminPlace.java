package dev.switchboard;

import dev.switchboard.access.AdminSettings;
import dev.switchboard.http.HttpSettings;

/**
 * Where the admin RPC of a running Switchboard is, and how it knows administrators.
 *
 * @param path as {@code /api/admin}
 */
record AdminPlace(HttpSettings http, String path, AdminSettings admin) {}
