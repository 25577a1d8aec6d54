package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.service.Toggle;
import dev.switchboard.service.ToggleName;
import dev.switchboard.service.Toggles;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /admin/registration} and {@code /admin/registration/jit}: who may make accounts. */
public final class ToggleResource implements Resource {
  private final String path;
  private final ToggleName toggle;
  private final ToggleWords words;
  private final Optional<String> unused;
  private final Toggles toggles;

  private ToggleResource(
      String path, ToggleName toggle, ToggleWords words, Optional<String> unused, Toggles toggles) {
    this.path = path;
    this.toggle = toggle;
    this.words = words;
    this.unused = unused;
    this.toggles = toggles;
  }

  /** Whether anybody may make one. */
  public static ToggleResource registration(Toggles toggles) {
    return new ToggleResource(
        "/admin/registration",
        ToggleName.REGISTRATION,
        ToggleWords.OPEN,
        Optional.empty(),
        toggles);
  }

  /** Whether one is made at the first sign-in. */
  public static ToggleResource jit(Toggles toggles) {
    return new ToggleResource(
        "/admin/registration/jit",
        ToggleName.JIT,
        ToggleWords.ENABLE,
        Optional.of("kept for signing in by Discord, which is not there yet"),
        toggles);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", _ -> toggles.position(toggle).thenApply(this::shown), "POST", this::turn);
  }

  @Override
  public Set<String> fields() {
    return Set.of("action");
  }

  @Override
  public Scope scope(String method) {
    return method.equals("GET") ? Scope.READ : Scope.SERVICES;
  }

  private CompletionStage<Reply> turn(Request request) {
    boolean on = words.asked(request.body());
    return toggles.turn(toggle, on, request.by()).thenApply(this::shown);
  }

  private Reply shown(Toggle.Position position) {
    ObjectNode body = words.shown(position);
    unused.ifPresent(note -> body.put("in_use", false).put("note", note));
    return Reply.ok(body);
  }
}
