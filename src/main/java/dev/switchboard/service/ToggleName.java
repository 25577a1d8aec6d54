package dev.switchboard.service;

import java.util.List;
import java.util.stream.Stream;

/**
 * A toggle.
 *
 * @param id part of the persistence id: never changed
 * @param key of the configuration, under {@code switchboard}, for the time before somebody switches
 *     the toggle
 * @param shown its name among the settings of the admin RPC
 */
public record ToggleName(String id, String key, String shown) {
  /** Whether anybody may make an account. */
  public static final ToggleName REGISTRATION =
      new ToggleName("registration", "registration.open", "registration");

  /** Whether an account is made at the first sign-in of somebody who has none. */
  public static final ToggleName JIT =
      new ToggleName("jit", "registration.jit", "jit_registration");

  /** The no-log policy: on means that nothing is logged. */
  public static final ToggleName LOG = new ToggleName("log", "services.no-log", "log_disabled");

  /** Every toggle there is, with those of these services, in the order in which they are shown. */
  public static List<ToggleName> all(List<ManagedService> services) {
    return Stream.of(
            Stream.of(REGISTRATION, JIT),
            services.stream().map(ManagedService::toggle),
            Stream.of(LOG))
        .flatMap(toggles -> toggles)
        .toList();
  }
}
