package dev.switchboard.service;

import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingUser;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A service that is run for a community beside this server. */
public enum Service {
  /** Calls: a STUN and TURN server, as coturn. */
  TURN(ToggleName.TURN, Setting.TURN_PORT, SettingUser.TURN),
  /** Real-time channels of apps: an iroh relay. */
  IROH(ToggleName.IROH, Setting.IROH_PORT, SettingUser.IROH),
  /** A way out for who is shut in: a Shadowsocks server. */
  SHADOWSOCKS(ToggleName.SHADOWSOCKS, Setting.SS_PORT, SettingUser.SHADOWSOCKS);

  private final ToggleName toggle;
  private final Setting port;
  private final SettingUser settingUser;

  Service(ToggleName toggle, Setting port, SettingUser settingUser) {
    this.toggle = toggle;
    this.port = port;
    this.settingUser = settingUser;
  }

  /** As {@code turn}: in the log, in the configuration, and as the name of its folder. */
  public String word() {
    return toggle.id();
  }

  public ToggleName toggle() {
    return toggle;
  }

  /** Where it listens. */
  public Setting port() {
    return port;
  }

  /** The settings that it is started with. */
  Set<Setting> settings() {
    return Setting.of(settingUser)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Setting.class)));
  }
}
