package dev.switchboard.access.key;

import dev.switchboard.access.key.ApiKey.Event;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import dev.switchboard.entity.Retention;

/** How keys of the REST API are persistent entities. */
public final class ApiKeyEntity {
  /** Twice as many events of a key are in the journal at most. */
  static final int SNAPSHOT_EVERY = 20;

  /**
   * One entity for each key. Its uses are deleted from the journal once a snapshot has what came of
   * them.
   */
  public static final Kind<ApiKey, Event> KIND =
      Kind.<ApiKey, Event>of(
              "ApiKey",
              new Format<>("api-key-events", 1028, Event.class),
              new ApiKey.Absent(),
              ApiKey::apply)
          .withSnapshots(new Format<>("api-key-state", 1029, ApiKey.class))
          .keeping(new Retention(SNAPSHOT_EVERY, 1, true));

  private ApiKeyEntity() {}
}
