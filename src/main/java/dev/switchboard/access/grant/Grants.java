package dev.switchboard.access.grant;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.access.Principal;
import dev.switchboard.entity.ClusterMessage;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The port to the grants of permissions. Every stage fails where the database is out of reach. A
 * change counts at once on this node, within a second on others. Thread-safe.
 */
public interface Grants {
  /** The answer to {@link #grant}. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "granting")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Granting.Granted.class, name = "granted"),
    @JsonSubTypes.Type(value = Granting.TooMany.class, name = "too-many")
  })
  sealed interface Granting extends ClusterMessage {
    /**
     * It is granted.
     *
     * @param added whether it was not granted before
     */
    record Granted(Grant grant, boolean added) implements Granting {}

    /** There are 1,000 grants already. */
    record TooMany() implements Granting {}
  }

  /** The answer to {@link #revoke}. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "revoking")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Revoking.Revoked.class, name = "revoked"),
    @JsonSubTypes.Type(value = Revoking.Unknown.class, name = "unknown"),
    @JsonSubTypes.Type(value = Revoking.LastAdministrator.class, name = "last-administrator")
  })
  sealed interface Revoking extends ClusterMessage {
    /** It does not count any more. */
    record Revoked(Grant grant) implements Revoking {}

    /** There is no such grant. */
    record Unknown() implements Revoking {}

    /**
     * It is the last grant of {@link Permission#MANAGE_PERMISSIONS}, and the configuration names no
     * super administrator: nobody could grant anything any more.
     */
    record LastAdministrator() implements Revoking {}
  }

  /** All of them, by id. */
  CompletionStage<List<Grant>> all();

  /**
   * Grants a permission; the same one again is the one that there is. Fails with {@link
   * dev.switchboard.access.NotPermitted} where the principal may not manage permissions, or does
   * not hold each right of the permission.
   */
  CompletionStage<Granting> grant(Subject subject, Permission permission, Principal by);

  /**
   * Revokes a grant. Fails with {@link dev.switchboard.access.NotPermitted} where the principal may
   * not manage permissions.
   */
  CompletionStage<Revoking> revoke(long id, Principal by);
}
