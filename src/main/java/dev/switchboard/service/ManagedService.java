package dev.switchboard.service;

import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingType;
import dev.switchboard.values.CheckedValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A service that is run for a community beside this server, described in one place: its name, its
 * settings, how its program is run, and what it tells others. All services are listed in {@link
 * ManagedServices#ALL}; configuration, supervision, toggles and the admin RPC read that list. A
 * descriptor has no state.
 */
public abstract class ManagedService {
  private static final String EVERY_ADDRESS = "0.0.0.0";

  private final String word;
  private final String prefix;

  /**
   * Describes a service.
   *
   * @param word names the service everywhere: part of the persistence id of its toggle, never
   *     changed
   * @param prefix begins the names of its toggle and its state among the settings of the admin RPC,
   *     as {@code ss} in {@code ss_enabled}
   */
  ManagedService(String word, String prefix) {
    this.word = word;
    this.prefix = prefix;
  }

  /**
   * As {@code turn}: the id of its toggle, its section of {@code switchboard.services}, its folder,
   * the end of its path in the admin RPC, and its name in the log.
   */
  public final String word() {
    return word;
  }

  /** As {@code ss}: what its names among the settings of the admin RPC begin with. */
  public final String prefix() {
    return prefix;
  }

  /** The toggle that says whether it is to run. */
  public final ToggleName toggle() {
    return new ToggleName(word, key("enabled"), prefix + "_enabled");
  }

  /** A key of its section in the configuration. */
  final String key(String name) {
    return "services." + word + "." + name;
  }

  /** The configured address that it listens at. */
  final String listen(CheckedValues values) {
    String address = values.shaped(key("listen"), SettingType.ADDRESS, true);
    return address.isEmpty() ? EVERY_ADDRESS : address;
  }

  /** The settings of administrators that it is started with: it is restarted when one changes. */
  abstract Set<Setting> settings();

  /** The setting of the port at which it listens; empty where administrators cannot change it. */
  abstract Optional<Setting> port();

  /**
   * Reads its own configuration.
   *
   * @param folder its own, where its files are written
   */
  abstract Recipe recipe(Path folder, CheckedValues values);

  /**
   * What clients are told of it beside its state, by the names in the admin RPC; empty where a fact
   * is not known.
   */
  SequencedMap<String, Optional<String>> facts(Map<Setting, String> values) {
    return Collections.emptyNavigableMap();
  }

  /**
   * What it serves now, by the names in {@code /admin/status}.
   *
   * @param processes those that it runs as
   * @throws IOException where the kernel does not say
   */
  SequencedMap<String, Integer> figures(
      Map<Setting, String> values, Stream<ProcessHandle> processes) throws IOException {
    return Collections.emptyNavigableMap();
  }

  @Override
  public final String toString() {
    return word;
  }
}
