package dev.switchboard.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jdbi.v3.core.Handle;

/**
 * A toggle as the journal has it: for what has to be known before any actor can be asked, with the
 * database just opened.
 */
public final class JournaledToggle {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private JournaledToggle() {}

  /**
   * Whether it is on.
   *
   * @param configured what it is where nobody has switched it
   */
  public static boolean isOn(Handle handle, ToggleName toggle, boolean configured) {
    return handle
        .createQuery(
            """
            select convert_from(event_payload, 'UTF8') from event_journal
            where persistence_id = :id and not deleted order by sequence_number desc limit 1
            """)
        .bind("id", ToggleEntity.KIND.persistenceId(toggle.id()).id())
        .mapTo(String.class)
        .findFirst()
        .map(JournaledToggle::on)
        .orElse(configured);
  }

  /** Every event of a toggle is one of switching; see {@link Toggle.Event}. */
  private static boolean on(String event) {
    try {
      return MAPPER.readTree(event).path("on").asBoolean();
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("an event of a toggle is no JSON", broken);
    }
  }
}
