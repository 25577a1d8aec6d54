package dev.switchboard.http;

/**
 * What else is served than the product's own state and files.
 *
 * @param bodies how bodies of requests get into memory, whichever door they come to
 * @param admin the admin RPC
 * @param paths where it answers
 * @param newAccount what answers at {@code /new}
 * @param shares the pages of shared contacts
 */
public record ProductRoutes(
    RequestBodies bodies,
    AdminRoute admin,
    AdminPaths paths,
    NewAccountRoute newAccount,
    ShareRoutes shares) {}
