package dev.switchboard.access.grant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.switchboard.access.Principal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@link PanelRights} from what the staff guild and the grants said when they were asked half a
 * second ago at most, so that a withdrawn right works on every node within a second, and a request
 * costs no message. A failure is not kept.
 */
public final class TrustedPanelRights implements PanelRights {
  static final Duration TRUSTED = Duration.ofMillis(500);

  /** The others are asked for again. */
  private static final int MOST = 10_000;

  private final SuperAdministrators supers;
  private final StaffMembership staff;
  private final Grants grants;
  private final Ticker ticker;

  /** Another one after each change: what is being read for the old one is never found again. */
  private volatile Cache<Long, CompletableFuture<PanelAccess>> known;

  public TrustedPanelRights(SuperAdministrators supers, StaffMembership staff, Grants grants) {
    this(supers, staff, grants, Ticker.systemTicker());
  }

  TrustedPanelRights(
      SuperAdministrators supers, StaffMembership staff, Grants grants, Ticker ticker) {
    this.supers = supers;
    this.staff = staff;
    this.grants = grants;
    this.ticker = ticker;
    this.known = nothing();
  }

  private Cache<Long, CompletableFuture<PanelAccess>> nothing() {
    return Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(TRUSTED).ticker(ticker).build();
  }

  @Override
  public CompletionStage<PanelAccess> of(long user) {
    Cache<Long, CompletableFuture<PanelAccess>> now = known;
    CompletableFuture<PanelAccess> access = now.get(user, _ -> look(user).toCompletableFuture());
    return access.whenComplete((_, failure) -> {
      if (failure != null) {
        now.asMap().remove(user, access);
      }
    });
  }

  /** The same grants; what is changed through them counts here at once. */
  public Grants noticed() {
    return new Noticed();
  }

  /** The member first: Discord may be slow, and what is read behind it is as new as can be. */
  private CompletionStage<PanelAccess> look(long user) {
    return staff
        .of(user)
        .thenCompose(member ->
            member
                .map(this::accessOf)
                .orElseGet(() -> CompletableFuture.completedStage(PanelAccess.NONE)));
  }

  private CompletionStage<PanelAccess> accessOf(Member member) {
    return staff
        .roles()
        .thenCombine(grants.all(), (guild, all) -> PanelAccess.of(supers, guild, member, all));
  }

  /** Also where it is not known whether the change was made. */
  private void forget() {
    known = nothing();
  }

  private final class Noticed implements Grants {
    @Override
    public CompletionStage<List<Grant>> all() {
      return grants.all();
    }

    @Override
    public CompletionStage<Granting> grant(Subject subject, Permission permission, Principal by) {
      return grants.grant(subject, permission, by).whenComplete((_, _) -> forget());
    }

    @Override
    public CompletionStage<Revoking> revoke(long id, Principal by) {
      return grants.revoke(id, by).whenComplete((_, _) -> forget());
    }
  }
}
