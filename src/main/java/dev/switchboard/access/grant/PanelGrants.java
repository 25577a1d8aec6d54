package dev.switchboard.access.grant;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.TreePMap;

/**
 * All grants of permissions. Plain decisions, and the state that follows from them.
 *
 * @param last the highest id that was ever given; 0 before the first
 * @param byId each grant under its id
 */
public record PanelGrants(long last, TreePMap<Long, Grant> byId) {
  public static final PanelGrants NONE = new PanelGrants(0, TreePMap.empty());

  /** One entity with all grants, which alone knows whether one is the last of its permission. */
  public static final Kind<PanelGrants, Event> KIND =
      Kind.of(
          "PanelGrants",
          new Format<>("panel-grant-events", 1030, Event.class),
          NONE,
          PanelGrants::apply);

  /** More are a mistake of a script. */
  static final int MOST = 1_000;

  /** So many fit into one message between nodes: some 60 KiB. */
  static final int PAGE = 250;

  /** Of nobody who knows any. */
  static final long NO_VERSION = -1;

  /** What happened, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Granted.class, name = "granted"),
    @JsonSubTypes.Type(value = Event.Revoked.class, name = "revoked")
  })
  public sealed interface Event {
    record Granted(Grant grant) implements Event {}

    record Revoked(long id, String by, Instant at) implements Event {}
  }

  /** Asks for a grant. Where there is the same one already, that is the reply. */
  record Give(Subject subject, Permission permission, String by, Instant at)
      implements Kind.Command<PanelGrants, Event, Grants.Granting> {
    @Override
    public Decision<Event, Grants.Granting> decide(PanelGrants grants) {
      Optional<Grant> same = grants.find(subject, permission);
      if (same.isPresent()) {
        return Decision.reply(new Grants.Granting.Granted(same.get(), false));
      }
      if (grants.byId.size() >= MOST) {
        return Decision.reply(new Grants.Granting.TooMany());
      }
      Grant grant = new Grant(grants.last + 1, subject, permission, by, at);
      return Decision.store(new Event.Granted(grant), new Grants.Granting.Granted(grant, true));
    }
  }

  /**
   * Asks for the end of a grant.
   *
   * @param last whether the last grant of {@link Permission#MANAGE_PERMISSIONS} may go, too
   */
  record Revoke(long id, boolean last, String by, Instant at)
      implements Kind.Command<PanelGrants, Event, Grants.Revoking> {
    @Override
    public Decision<Event, Grants.Revoking> decide(PanelGrants grants) {
      Grant grant = grants.byId.get(id);
      if (grant == null) {
        return Decision.reply(new Grants.Revoking.Unknown());
      }
      if (!last && grants.isLastAdministrator(grant)) {
        return Decision.reply(new Grants.Revoking.LastAdministrator());
      }
      return Decision.store(new Event.Revoked(id, by, at), new Grants.Revoking.Revoked(grant));
    }
  }

  /**
   * Asks for {@link #PAGE} grants by id: those that follow one.
   *
   * @param known the version that is known already: of that, nothing is shown
   * @param after the last id of the page before; 0 for the first page
   */
  record Show(long known, long after) implements Kind.Query<PanelGrants, Shown> {
    @Override
    public Shown read(PanelGrants grants, long version) {
      if (known == version) {
        return new Shown(version, List.of(), false);
      }
      List<Grant> following =
          grants.byId.tailMap(after, false).values().stream().limit(PAGE + 1L).toList();
      return new Shown(
          version, following.subList(0, Math.min(PAGE, following.size())), following.size() > PAGE);
    }
  }

  /**
   * A page of grants.
   *
   * @param version by how many events they came to be
   * @param more whether others follow
   */
  record Shown(long version, List<Grant> grants, boolean more) implements ClusterMessage {}

  public PanelGrants apply(Event event) {
    return switch (event) {
      case Event.Granted(Grant grant) ->
          new PanelGrants(Math.max(last, grant.id()), byId.plus(grant.id(), grant));
      case Event.Revoked(long id, _, _) -> new PanelGrants(last, byId.minus(id));
    };
  }

  private Optional<Grant> find(Subject subject, Permission permission) {
    return of(permission).filter(grant -> grant.subject().equals(subject)).findFirst();
  }

  private boolean isLastAdministrator(Grant grant) {
    return grant.permission() == Permission.MANAGE_PERMISSIONS
        && of(Permission.MANAGE_PERMISSIONS).count() == 1;
  }

  private Stream<Grant> of(Permission permission) {
    return byId.values().stream().filter(grant -> grant.permission() == permission);
  }
}
