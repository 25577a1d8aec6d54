package dev.switchboard.account;

import dev.switchboard.values.CheckedValues;
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
    boolean madeByAdministrators) {
  private static final long TEBIBYTE = 1024L * 1024 * 1024 * 1024;

  /** Reads them. */
  public static AccountSettings of(CheckedValues values) {
    return new AccountSettings(
        values.matching(
            "accounts.mail-domain",
            "[a-z0-9][a-z0-9.-]{0,127}",
            "a domain in lower case, as example.org"),
        values.bytes("accounts.default-quota", 0, TEBIBYTE),
        values.number("accounts.most-registered", 0, 10_000_000),
        values.number("accounts.registrations-per-minute", 1, 10_000),
        values.flag("admin.account-creation"));
  }
}
