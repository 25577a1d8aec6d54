package dev.switchboard.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The position of a toggle, read directly from the journal. It is for values that are needed before
 * any actor can be asked, just after the database was opened.
 */
public final class JournaledToggle {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private JournaledToggle() {}

  /**
   * Whether a toggle is on.
   *
   * @param configured the configured position, for a toggle that was never switched
   */
  public static boolean isOn(Handle handle, ToggleName toggle, boolean configured) {
    return position(handle, toggle, configured).on();
  }

  /**
   * The position of a toggle. Every event of a toggle switches it; see {@link Toggle.Event}.
   *
   * @param configured the configured position, for a toggle that was never switched
   */
  public static Toggle.Position position(Handle handle, ToggleName toggle, boolean configured) {
    return handle
        .createQuery(
            """
            select convert_from(event_payload, 'UTF8') as event,
              (select count(*) from event_journal where persistence_id = :id) as number
            from event_journal
            where persistence_id = :id and not deleted order by sequence_number desc limit 1
            """)
        .bind("id", ToggleEntity.KIND.persistenceId(toggle.id()).id())
        .map((row, _) -> position(row.getString("event"), row.getLong("number")))
        .findFirst()
        .orElseGet(() -> new Toggle.Untouched().position(configured));
  }

  private static Toggle.Position position(String event, long number) {
    try {
      JsonNode json = MAPPER.readTree(event);
      return new Toggle.Position(
          json.path("on").asBoolean(),
          Optional.of(json.path("by").asText()),
          Optional.of(Instant.parse(json.path("at").asText())),
          number);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("an event of a toggle is no JSON", broken);
    }
  }
}
