package dev.switchboard.http;

import dev.switchboard.access.Peer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An admin RPC that says who called, with how many bytes. */
record PlayedAdmin(boolean open) implements AdminEndpoint {
  static PlayedAdmin closed() {
    return new PlayedAdmin(false);
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
