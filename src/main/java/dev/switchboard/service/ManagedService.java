package dev.switchboard.service;

import dev.switchboard.service.process.Recipe;
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
 * A managed service: a program beside this server for a community, described in one place by its
 * name, its settings, its recipe and the facts for clients. All services are listed in {@link
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
   * @param word the name of the service everywhere; part of the persistence id of its toggle, so it
   *     never changes
   * @param prefix the beginning of the names of its toggle and its state among the settings of the
   *     admin RPC, such as {@code ss} in {@code ss_enabled}
   */
  ManagedService(String word, String prefix) {
    this.word = word;
    this.prefix = prefix;
  }

  /**
   * The name, such as {@code turn}: the id of its toggle, its section of {@code
   * switchboard.services}, its folder, the end of its path in the admin RPC, and its name in the
   * log.
   */
  public final String word() {
    return word;
  }

  /** The prefix, such as {@code ss}, of its names among the settings of the admin RPC. */
  public final String prefix() {
    return prefix;
  }

  /** The toggle that switches the service on and off. */
  public final ToggleName toggle() {
    return new ToggleName(word, key("enabled"), prefix + "_enabled");
  }

  /** A key in the service's section of the configuration. */
  final String key(String name) {
    return "services." + word + "." + name;
  }

  /** The configured address at which the service listens. */
  final String listen(CheckedValues values) {
    String address = values.shaped(key("listen"), SettingType.ADDRESS, true);
    return address.isEmpty() ? EVERY_ADDRESS : address;
  }

  /**
   * The settings with which the service is started. It is restarted when a setting among them
   * changes.
   */
  abstract Set<Setting> settings();

  /**
   * The setting of the port at which the service listens; empty if administrators cannot change the
   * port.
   */
  abstract Optional<Setting> port();

  /**
   * Reads the service's own section of the configuration.
   *
   * @param folder the service's own folder, where its files are written
   */
  abstract Recipe recipe(Path folder, CheckedValues values);

  /**
   * The facts for clients beside the state of the service, by their names in the admin RPC. The
   * value is empty if a fact is not known.
   */
  SequencedMap<String, Optional<String>> facts(Map<Setting, String> values) {
    return Collections.emptyNavigableMap();
  }

  /**
   * The figures of the service at present, by their names in {@code /admin/status}.
   *
   * @param processes the processes of the service
   * @throws IOException if the kernel does not give the figures
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
