package dev.switchboard.access.grant;

import dev.switchboard.entity.ClusterMessage;
import java.time.Instant;

/**
 * A permission that was granted.
 *
 * @param id counts up from 1; the id of a revoked grant is never used again
 * @param by the name of the principal who granted it
 */
public record Grant(long id, Subject subject, Permission permission, String by, Instant at)
    implements ClusterMessage {}
