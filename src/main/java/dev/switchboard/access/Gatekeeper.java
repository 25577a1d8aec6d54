package dev.switchboard.access;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Admits administrators by their token. Thread-safe. */
public final class Gatekeeper {
  /** The result of an attempt. */
  public sealed interface Verdict {
    record Admitted(Caller caller) implements Verdict {}

    /** The attempt was refused. */
    record Refused(Why why) implements Verdict {}
  }

  /** The reason of a refusal. */
  public enum Why {
    /** The token is wrong, missing or expired. */
    WRONG,
    /** As {@link #WRONG}, and the peer is locked from now on. */
    WRONG_AND_LOCKED,
    /** The peer is locked: the token was not checked. */
    LOCKED
  }

  private final RootToken root;
  private final AdminTokens named;
  private final Lockout lockout;
  private final RootToken local;

  /**
   * @param local the token by which the command of this installation proves that it is local; it
   *     gives no rights
   */
  public Gatekeeper(RootToken root, AdminTokens named, Lockout lockout, RootToken local) {
    this.root = root;
    this.named = named;
    this.lockout = lockout;
    this.local = local;
  }

  /** Whether this is the proof of this installation's own command. */
  public boolean isLocal(String proof) {
    return local.hash().filter(hash -> Secret.matches(proof, hash)).isPresent();
  }

  /** Whether the peer is locked now. */
  public boolean locked(Peer peer) {
    return lockout.locked(peer);
  }

  /**
   * Checks a token. The stage fails if the named tokens cannot be read.
   *
   * @param token the presented token; empty for none
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
