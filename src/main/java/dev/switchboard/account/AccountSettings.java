package dev.switchboard.account;

import dev.switchboard.values.CheckedValues;
import java.util.Optional;

/**
 * The settings of accounts that are read at the start: the keys below {@code switchboard.accounts}
 * in {@code reference.conf}, and {@code switchboard.admin.account-creation}.
 *
 * @param mailDomain the domain after the {@code @} in new names, if any
 * @param defaultQuota the bytes that an account may store, unless its quota or the default was
 *     changed; 0 for no limit
 * @param mostRegistered the largest number of accounts that were made by registration
 * @param registrationsPerMinute the limit on registrations a minute from all addresses together, on
 *     each node
 * @param madeByAdministrators whether administrators may make accounts by the admin RPC
 */
public record AccountSettings(
    Optional<String> mailDomain,
    long defaultQuota,
    int mostRegistered,
    int registrationsPerMinute,
    boolean madeByAdministrators) {
  private static final long TEBIBYTE = 1024L * 1024 * 1024 * 1024;

  /** Reads the settings. */
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
