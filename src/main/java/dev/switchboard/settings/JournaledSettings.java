package dev.switchboard.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.switchboard.entity.Kind;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings, read directly from the journal. They are needed before any actor can be asked: the
 * first greeting after a start has the text that is set, not the default.
 */
public final class JournaledSettings {
  private static final Logger LOG = LoggerFactory.getLogger(JournaledSettings.class);

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private JournaledSettings() {}

  /** All settings. An event that this program cannot read is told in the log, and left out. */
  public static SettingsBatch.Present read(Handle handle) {
    SettingsBook book = SettingsBook.EMPTY;
    long version = 0;
    for (String event :
        handle
            .createQuery(
                """
                select convert_from(event_payload, 'UTF8') from event_journal
                where persistence_id = :id and not deleted order by sequence_number
                """)
            .bind("id", SettingsEntity.KIND.persistenceId(Kind.ONLY).id())
            .mapTo(String.class)
            .list()) {
      version++;
      try {
        book = book.apply(MAPPER.readValue(event, SettingsBook.Event.class));
      } catch (JsonProcessingException unreadable) {
        LOG.error("Change {} of the settings cannot be read: {}", version, unreadable.toString());
      }
    }
    return new SettingsBatch.Present(book, version);
  }
}
