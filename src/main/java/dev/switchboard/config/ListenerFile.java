package dev.switchboard.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the settings of the listener. The database holds the original. The copy is read before
 * the database is open, and by commands that call a running server.
 */
public final class ListenerFile {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerFile.class);
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** Larger than all settings, in bytes. */
  private static final long LARGEST = 16 * 1024;

  private final Path file;

  /**
   * The last reported failure, kept so that it is reported once: the file is read every few
   * seconds.
   */
  private volatile String told = "";

  public ListenerFile(Path file) {
    this.file = file;
  }

  /** The path of the file. */
  public Path file() {
    return file;
  }

  /** The settings in the file. */
  public static Stream<Setting> settings() {
    return Stream.concat(Setting.of(SettingUser.HTTP), Setting.of(SettingUser.ADMIN_PATH));
  }

  /** The settings; empty if there is no file, or no usable one. */
  public Map<Setting, String> read() {
    String text = "";
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        return Map.of();
      }
      text = Files.readString(file, StandardCharsets.UTF_8);
      JsonNode all = MAPPER.readTree(text);
      told = "";
      return settings()
          .filter(setting -> all.path(setting.wireName()).isTextual())
          .filter(setting ->
              setting.kind().objection(all.path(setting.wireName()).textValue()).isEmpty())
          .collect(
              Collectors.toMap(
                  setting -> setting,
                  setting -> all.path(setting.wireName()).textValue(),
                  (one, _) -> one,
                  () -> new EnumMap<>(Setting.class)));
    } catch (IOException unusable) {
      String content = unusable + text;
      if (!content.equals(told)) {
        told = content;
        LOG.warn(
            "{} cannot be read, so this server listens as it is configured: {}",
            file,
            unusable.toString());
      }
      return Map.of();
    }
  }

  /** Writes the settings. */
  public void write(Map<Setting, String> set) throws IOException {
    if (set.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
    Files.writeString(draft, text(set), StandardCharsets.UTF_8);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String text(Map<Setting, String> set) throws JsonProcessingException {
    ObjectNode all = MAPPER.createObjectNode();
    set.forEach((setting, value) -> all.put(setting.wireName(), value));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
  }
}
