package dev.switchboard.http;

/**
 * What else is served than the product's own state and files.
 *
 * @param admin the admin RPC
 * @param paths where it answers
 * @param newAccount what answers at {@code /new}
 * @param shares the pages of shared contacts
 */
public record Doors(
    AdminRoute admin, AdminPaths paths, NewAccountRoute newAccount, ShareRoutes shares) {}
