package dev.switchboard.access;

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
  private final RootToken local;

  /**
   * @param local what the command of this installation proves itself with, which says nothing about
   *     what it may do
   */
  public Gatekeeper(RootToken root, AdminTokens named, Lockout lockout, RootToken local) {
    this.root = root;
    this.named = named;
    this.lockout = lockout;
    this.local = local;
  }

  /** Whether that is the proof of this installation's own command. */
  public boolean isLocal(String proof) {
    return local.hash().filter(hash -> Secret.matches(proof, hash)).isPresent();
  }

  /** Whether nothing from there is looked at now. */
  public boolean locked(Peer peer) {
    return lockout.locked(peer);
  }

  /**
   * Lets somebody in, or not. Exceptionally where the named tokens cannot be read.
   *
   * @param token what they present, if anything
   */
  public CompletionStage<Verdict> admit(Peer peer, Optional<String> token) {
    String presented = token.orElse("");
    return switch (lockout.begin(peer, Secret.hash(presented))) {
      case Lockout.Opening.Locked _ ->
          CompletableFuture.completedStage(new Verdict.Refused(Why.LOCKED));
      case Lockout.Opening.Full(CompletionStage<Void> settled) ->
          settled.thenComposeAsync(_ -> admit(peer, token));
      case Lockout.Opening.Open(Lockout.Attempt attempt) -> looked(peer, presented, attempt);
    };
  }

  private CompletionStage<Verdict> looked(Peer peer, String presented, Lockout.Attempt attempt) {
    return holder(peer, presented)
        .whenComplete((_, failure) -> {
          if (failure != null) {
            attempt.abandoned();
          }
        })
        .thenApply(caller ->
            caller
                .map(known -> {
                  attempt.succeeded();
                  return (Verdict) new Verdict.Admitted(known);
                })
                .orElseGet(() -> refused(peer, attempt)));
  }

  private CompletionStage<Optional<Caller>> holder(Peer peer, String presented) {
    boolean isRoot = root.hash().map(hash -> Secret.matches(presented, hash)).orElse(false);
    if (isRoot) {
      return CompletableFuture.completedStage(Optional.of(Caller.root(peer.shown())));
    }
    if (presented.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    try {
      return named
          .holderOf(Secret.hash(presented))
          .thenApply(found -> found.map(one -> new Caller(one.name(), one.scopes(), peer.shown())));
    } catch (RuntimeException unreadable) {
      return CompletableFuture.failedStage(unreadable);
    }
  }

  private Verdict refused(Peer peer, Lockout.Attempt attempt) {
    if (!attempt.failed()) {
      return new Verdict.Refused(Why.LOCKED);
    }
    return new Verdict.Refused(lockout.locked(peer) ? Why.WRONG_AND_LOCKED : Why.WRONG);
  }
}
