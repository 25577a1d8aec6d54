package dev.switchboard.account;

import java.util.Optional;

/**
 * What accounts are told at the start; the keys are those of {@code switchboard.accounts} in {@code
 * reference.conf}.
 *
 * @param mailDomain what follows the {@code @} in new names, if anything
 * @param defaultQuota how many bytes an account may store unless it or the default was set
 *     otherwise; 0 is any amount
 * @param mostRegistered how many accounts there may be that somebody made who just asked
 * @param registrationsPerMinute how often all addresses together may ask for one, at each node
 * @param madeByAdministrators whether administrators may make accounts by the admin RPC
 */
public record AccountSettings(
    Optional<String> mailDomain,
    long defaultQuota,
    int mostRegistered,
    int registrationsPerMinute,
    boolean madeByAdministrators) {}
