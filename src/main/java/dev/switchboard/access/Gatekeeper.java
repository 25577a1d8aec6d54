package dev.switchboard.access;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets administrators in by their token, and nobody else. Safe for use by several threads. */
public final class Gatekeeper {
  /** What becomes of an attempt. */
  public sealed interface Verdict {
    record Admitted(Caller caller) implements Verdict {}

    /** Wrong, missing or expired; or not even looked at. */
    record Refused(Why why) implements Verdict {}
  }

  /** Why somebody is not let in. */
  public enum Why {
    /** The token is wrong, missing or expired. */
    WRONG,
    /** The same, and it was the last attempt that is looked at for now. */
    WRONG_AND_LOCKED,
    /** There were too many attempts before; this one was not looked at. */
    LOCKED
  }

  private final RootToken root;
  private final AdminTokens named;
  private final Lockout lockout;

  public Gatekeeper(RootToken root, AdminTokens named, Lockout lockout) {
    this.root = root;
    this.named = named;
    this.lockout = lockout;
  }

  /** Whether nothing that comes from there is looked at now. */
  public boolean isLocked(InetAddress address) {
    return lockout.locked(address);
  }

  /**
   * Lets somebody in, or not. Exceptionally where the named tokens cannot be read.
   *
   * @param token what they present, if anything
   */
  public CompletionStage<Verdict> admit(InetAddress address, Optional<String> token) {
    if (lockout.locked(address)) {
      return CompletableFuture.completedStage(new Verdict.Refused(Why.LOCKED));
    }
    String presented = token.orElse("");
    boolean isRoot = root.hash().map(hash -> Secret.matches(presented, hash)).orElse(false);
    if (isRoot) {
      lockout.succeeded(address);
      return CompletableFuture.completedStage(
          new Verdict.Admitted(Caller.root(address.getHostAddress())));
    }
    if (presented.isEmpty()) {
      return CompletableFuture.completedStage(refused(address));
    }
    return named
        .holderOf(Secret.hash(presented))
        .thenApply(holder ->
            holder.map(grant -> admitted(grant, address)).orElseGet(() -> refused(address)));
  }

  private Verdict admitted(AdminGrants.Grant grant, InetAddress address) {
    lockout.succeeded(address);
    return new Verdict.Admitted(new Caller(grant.name(), grant.scopes(), address.getHostAddress()));
  }

  private Verdict refused(InetAddress address) {
    lockout.failed(address);
    return new Verdict.Refused(lockout.locked(address) ? Why.WRONG_AND_LOCKED : Why.WRONG);
  }
}
