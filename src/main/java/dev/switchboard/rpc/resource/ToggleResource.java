package dev.switchboard.rpc.resource;

import dev.switchboard.access.Scope;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.Resource;
import dev.switchboard.service.Toggle;
import dev.switchboard.service.ToggleName;
import dev.switchboard.service.Toggles;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * {@code /admin/registration} and {@code /admin/registration/jit}: the toggles for making accounts.
 */
public final class ToggleResource implements Resource {
  private final String path;
  private final ToggleName toggle;
  private final ToggleWords words;
  private final Toggles toggles;

  private ToggleResource(String path, ToggleName toggle, ToggleWords words, Toggles toggles) {
    this.path = path;
    this.toggle = toggle;
    this.words = words;
    this.toggles = toggles;
  }

  /** The toggle that lets anybody make an account. */
  public static ToggleResource registration(Toggles toggles) {
    return new ToggleResource(
        "/admin/registration", ToggleName.REGISTRATION, ToggleWords.OPEN, toggles);
  }

  /** The toggle that makes an account at the first sign-in. */
  public static ToggleResource jit(Toggles toggles) {
    return new ToggleResource(
        "/admin/registration/jit", ToggleName.JIT, ToggleWords.ENABLE, toggles);
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
    return Reply.ok(words.shown(position));
  }
}
