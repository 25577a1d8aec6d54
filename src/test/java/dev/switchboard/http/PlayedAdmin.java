package dev.switchboard.http;

import dev.switchboard.access.Peer;
import dev.switchboard.http.admin.AdminEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An admin RPC that says who called, with how many bytes. It knows whoever begins with {@code
 * known}, and nothing of {@link #LOCKED} is looked at.
 */
record PlayedAdmin(boolean open) implements AdminEndpoint {
  static PlayedAdmin closed() {
    return new PlayedAdmin(false);
  }

  static final String LOCKED = "203.0.113.66";

  @Override
  public Optional<byte[]> lockedOut(Peer caller) {
    return caller.shown().equals(LOCKED) ? Optional.of(refusal(401, "locked")) : Optional.empty();
  }

  @Override
  public CompletionStage<Optional<byte[]>> refused(Peer caller, byte[] beginning) {
    return CompletableFuture.completedStage(
        new String(beginning, StandardCharsets.UTF_8).startsWith("known")
            ? Optional.empty()
            : Optional.of(refusal(401, "after " + beginning.length)));
  }

  @Override
  public boolean isLocal(String proof) {
    return false;
  }

  @Override
  public CompletionStage<byte[]> call(Peer caller, byte[] request) {
    return CompletableFuture.completedStage(
        (caller.shown() + " " + request.length).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public byte[] refusal(int status, String error) {
    return (status + " " + error).getBytes(StandardCharsets.UTF_8);
  }
}
