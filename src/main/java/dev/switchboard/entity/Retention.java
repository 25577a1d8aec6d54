package dev.switchboard.entity;

import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SnapshotCountRetentionCriteria;

/**
 * The rule for snapshots of an entity: how often one is taken, and what is deleted then.
 *
 * @param events the number of events after which a snapshot is taken
 * @param snapshots the number of snapshots kept of each entity
 * @param deletesEvents whether the events before the oldest kept snapshot are deleted
 */
public record Retention(int events, int snapshots, boolean deletesEvents) {
  /** The rule as Pekko's criteria. */
  public RetentionCriteria criteria() {
    SnapshotCountRetentionCriteria criteria = RetentionCriteria.snapshotEvery(events, snapshots);
    return deletesEvents ? criteria.withDeleteEventsOnSnapshot() : criteria;
  }
}
