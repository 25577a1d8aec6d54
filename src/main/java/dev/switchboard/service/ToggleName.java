package dev.switchboard.service;

import java.util.List;
import java.util.stream.Stream;

/**
 * The name of a toggle.
 *
 * @param id part of the persistence id, so it never changes
 * @param key the key of its configured position, under {@code switchboard}
 * @param shown its name among the settings of the admin RPC
 */
public record ToggleName(String id, String key, String shown) {
  /** The toggle that lets anybody make an account. */
  public static final ToggleName REGISTRATION =
      new ToggleName("registration", "registration.open", "registration");

  /** The toggle that makes an account at the first sign-in of a person without one. */
  public static final ToggleName JIT =
      new ToggleName("jit", "registration.jit", "jit_registration");

  /** The toggle of the no-log policy: while it is on, nothing is logged. */
  public static final ToggleName LOG = new ToggleName("log", "services.no-log", "log_disabled");

  /**
   * The toggle of the bot: while it is off, nothing speaks to Discord. It is switched by {@link
   * BotSwitch} and is no setting of the admin RPC.
   */
  public static final ToggleName BOT = new ToggleName("bot", "discord.enabled", "bot");

  /**
   * All toggles that the admin RPC shows, with those of the given services, in the order in which
   * they are shown.
   */
  public static List<ToggleName> all(List<ManagedService> services) {
    return Stream.of(
            Stream.of(REGISTRATION, JIT),
            services.stream().map(ManagedService::toggle),
            Stream.of(LOG))
        .flatMap(toggles -> toggles)
        .toList();
  }
}
