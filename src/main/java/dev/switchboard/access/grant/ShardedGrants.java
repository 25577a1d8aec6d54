package dev.switchboard.access.grant;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.entity.Entities;
import dev.switchboard.entity.Kind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@link Grants} by the sharded entity, which is asked each time; of what did not change since, it
 * sends nothing.
 */
public final class ShardedGrants implements Grants {
  /** All of them as they were once. */
  private record Held(long version, List<Grant> grants) {
    static final Held NOTHING = new Held(PanelGrants.NO_VERSION, List.of());
  }

  private final Entities<PanelGrants, PanelGrants.Event> entities;
  private final Clock clock;
  private final SuperAdministrators supers;
  private volatile Held held = Held.NOTHING;

  /**
   * @param supers who stay administrators whatever is revoked
   */
  public ShardedGrants(
      Entities<PanelGrants, PanelGrants.Event> entities, Clock clock, SuperAdministrators supers) {
    this.entities = entities;
    this.clock = clock;
    this.supers = supers;
  }

  @Override
  public CompletionStage<List<Grant>> all() {
    return read(held).thenApply(Held::grants);
  }

  @Override
  public CompletionStage<Granting> grant(Subject subject, Permission permission, Principal by) {
    return Guarded.with(
        by,
        Right.MANAGE_PERMISSIONS,
        () ->
            permission.rights().stream()
                .filter(right -> !by.may(right))
                .findFirst()
                .<CompletionStage<Granting>>map(
                    lacking -> CompletableFuture.failedStage(new NotPermitted(by, lacking)))
                .orElseGet(() ->
                    entities.ask(
                        Kind.ONLY,
                        new PanelGrants.Give(subject, permission, by.name(), clock.instant()))));
  }

  @Override
  public CompletionStage<Revoking> revoke(long id, Principal by) {
    return Guarded.with(
        by,
        Right.MANAGE_PERMISSIONS,
        () ->
            entities.ask(
                Kind.ONLY,
                new PanelGrants.Revoke(id, supers.areNamed(), by.name(), clock.instant())));
  }

  private CompletionStage<Held> read(Held known) {
    return entities
        .ask(Kind.ONLY, new PanelGrants.Show(known.version(), 0))
        .thenCompose(first ->
            first.version() == known.version()
                ? CompletableFuture.completedStage(known)
                : rest(first, new ArrayList<>(first.grants())))
        .thenApply(this::keep);
  }

  /** What changes while it is read is read again. */
  private CompletionStage<Held> rest(PanelGrants.Shown page, List<Grant> before) {
    if (!page.more()) {
      return CompletableFuture.completedStage(new Held(page.version(), List.copyOf(before)));
    }
    long after = before.getLast().id();
    return entities
        .ask(Kind.ONLY, new PanelGrants.Show(PanelGrants.NO_VERSION, after))
        .thenCompose(next -> {
          if (next.version() != page.version()) {
            return read(Held.NOTHING);
          }
          before.addAll(next.grants());
          return rest(next, before);
        });
  }

  /** An answer that was overtaken by a newer one is not kept. */
  private synchronized Held keep(Held read) {
    if (read.version() > held.version()) {
      held = read;
    }
    return read;
  }
}
