package dev.switchboard.http;

/**
 * What else is served than the product's own state and files.
 *
 * @param admin what answers at {@code /api/admin}
 * @param newAccount what answers at {@code /new}
 * @param shares the pages of shared contacts
 */
public record Doors(AdminRoute admin, NewAccountRoute newAccount, ShareRoutes shares) {}
