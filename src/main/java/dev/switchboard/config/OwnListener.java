package dev.switchboard.config;

import dev.switchboard.http.HttpRefused;
import dev.switchboard.http.HttpServer;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.http.Routes.Audience;
import dev.switchboard.settings.LocalAddress;
import dev.switchboard.settings.OneAtATime;
import dev.switchboard.settings.Setting;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener of this server: at the configured address, unless administrators set another. If it
 * cannot listen at a new address, it stays at the former one.
 */
public final class OwnListener {
  private static final Logger LOG = LoggerFactory.getLogger(OwnListener.class);

  private record Bound(HttpSettings at, HttpServer server) {}

  private final HttpSettings configured;
  private final BiFunction<Audience, HttpSettings, CompletionStage<HttpServer>> server;
  private final AtomicReference<Bound> bound = new AtomicReference<>();
  private final OneAtATime moves = new OneAtATime();

  /**
   * @param server listens at an address for an audience, or fails with {@link HttpRefused}
   */
  public OwnListener(
      HttpSettings configured,
      BiFunction<Audience, HttpSettings, CompletionStage<HttpServer>> server) {
    this.configured = configured;
    this.server = server;
  }

  /** The configured address, with the settings of administrators over it. */
  public static HttpSettings over(HttpSettings configured, Map<Setting, String> set) {
    String port = set.getOrDefault(Setting.HTTP_PORT, "");
    return configured.at(
        new HttpSettings.Address(
            LocalAddress.of(configured.host(), set.getOrDefault(Setting.HTTP_LOCAL_ONLY, "")),
            port.isEmpty() ? configured.port() : Integer.parseInt(port)));
  }

  public HttpSettings wanted(Map<Setting, String> set) {
    return over(configured, set);
  }

  /** Whether it listens at the address of these settings. */
  public boolean isAt(Map<Setting, String> set) {
    Bound now = bound.get();
    return now != null && now.at().equals(wanted(set));
  }

  /** The host at which it listens; before that, the configured one. */
  public String host() {
    Bound now = bound.get();
    return (now == null ? configured : now.at()).host();
  }

  /** Whether it listens at that port now. */
  public boolean hasPort(int port) {
    Bound now = bound.get();
    return now != null && now.server().address().getPort() == port;
  }

  /**
   * Listens; at the configured address if the one of the settings is not available. The operators'
   * own address, if configured, comes first and never moves.
   */
  public CompletionStage<HttpServer> start(Map<Setting, String> set) {
    return configured
        .operators()
        .map(place ->
            server
                .apply(Audience.OPERATORS, configured.at(place))
                .thenCompose(own -> {
                  LOG.info("Operators are served at {}", own.address());
                  return startFirst(set);
                }))
        .orElseGet(() -> startFirst(set));
  }

  private CompletionStage<HttpServer> startFirst(Map<Setting, String> set) {
    HttpSettings first = wanted(set);
    return bind(first)
        .exceptionallyCompose(failure -> {
          if (first.equals(configured) || !(cause(failure) instanceof HttpRefused)) {
            return CompletableFuture.failedStage(failure);
          }
          LOG.error(
              "This server listens as it is configured, since it cannot listen as it was set: {}",
              cause(failure).getMessage());
          return bind(configured);
        });
  }

  /**
   * Moves to the address of these settings, or stays at the former one if that is not available.
   * Then completes when the former listener has answered its open requests, after 2 seconds at
   * most.
   */
  public CompletionStage<Done> move(Map<Setting, String> set) {
    return moves.next(() -> {
      Bound former = bound.get();
      HttpSettings next = wanted(set);
      if (former == null || former.at().equals(next)) {
        return CompletableFuture.completedStage(Done.getInstance());
      }
      // The new address may have the same port, which cannot be bound twice.
      return former
          .server()
          .stopListening()
          .thenCompose(_ -> bind(next))
          .exceptionallyCompose(failure -> {
            LOG.error(
                "This server stays where it listens, at {}:{}: {}",
                former.at().host(),
                former.at().port(),
                cause(failure).getMessage());
            return bind(former.at());
          })
          .thenCompose(now -> {
            LOG.info("HTTP is served at {}", now.address());
            return former.server().finish();
          });
    });
  }

  private CompletionStage<HttpServer> bind(HttpSettings at) {
    return server
        .apply(at.operators().isPresent() ? Audience.PUBLIC : Audience.ALL, at)
        .thenApply(listening -> {
          bound.set(new Bound(at, listening));
          return listening;
        });
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
