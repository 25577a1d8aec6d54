package dev.switchboard.entity;

import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SnapshotCountRetentionCriteria;

/**
 * How often the state of an entity is stored as a snapshot, and what is deleted then.
 *
 * @param events the number of events after which a snapshot is taken
 * @param snapshots how many are kept of each entity
 * @param deletesEvents whether the events before the oldest kept snapshot are deleted
 */
public record Retention(int events, int snapshots, boolean deletesEvents) {
  /** In Pekko's terms. */
  public RetentionCriteria criteria() {
    SnapshotCountRetentionCriteria criteria = RetentionCriteria.snapshotEvery(events, snapshots);
    return deletesEvents ? criteria.withDeleteEventsOnSnapshot() : criteria;
  }
}
