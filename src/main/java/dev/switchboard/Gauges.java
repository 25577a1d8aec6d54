package dev.switchboard;

import dev.switchboard.discord.DiscordSide;
import dev.switchboard.discord.DispatcherStatus;
import dev.switchboard.discord.GatewayStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

/** What {@code /metrics} shows of the way in and the way out. */
final class Gauges {
  private final MeterRegistry registry;
  private final DiscordSide discord;

  private Gauges(MeterRegistry registry, DiscordSide discord) {
    this.registry = registry;
    this.discord = discord;
  }

  static void bind(MeterRegistry registry, DiscordSide discord) {
    Gauges gauges = new Gauges(registry, discord);
    gauges.outgoing();
    gauges.incoming();
  }

  private void outgoing() {
    waiting("staff", status -> status.waiting().staff());
    waiting("relay", status -> status.waiting().relay());
    waiting("bulk", status -> status.waiting().bulk());
    dispatcher(
        "switchboard.dispatch.oldest.seconds",
        "age of the oldest job that is not over",
        status ->
            status
                .oldestJob()
                .map(at -> Duration.between(at, Instant.now()).toMillis() / 1_000.0)
                .orElse(0.0));
    counter("switchboard.discord.calls", "REST calls made", DispatcherStatus::made);
    counter("switchboard.discord.limited", "answers 429", DispatcherStatus::limited);
    counter("switchboard.discord.failed", "calls without a good answer", DispatcherStatus::failed);
  }

  private void incoming() {
    gateway(
        "switchboard.gateway.connected",
        "1 while events arrive",
        status -> status.connected() ? 1 : 0);
    gateway(
        "switchboard.gateway.latency.seconds",
        "of the last heartbeat",
        status -> status.latency().toMillis() / 1_000.0);
    gateway(
        "switchboard.intake.sequence",
        "last committed number of the gateway session",
        status -> status.intake().sequence());
    gateway(
        "switchboard.intake.unwritten",
        "frames read and not committed",
        status -> status.intake().unwritten());
    FunctionCounter.builder(
            "switchboard.intake.dead.letters",
            discord,
            side -> side.gatewayStatus().intake().deadLetters())
        .description("frames that could not be decoded, since the start")
        .register(registry);
  }

  private void waiting(String lane, ToDoubleFunction<DispatcherStatus> value) {
    Gauge.builder(
            "switchboard.dispatch.waiting",
            discord,
            side -> value.applyAsDouble(side.dispatcherStatus()))
        .description("jobs that Discord has not done yet")
        .tag("lane", lane)
        .register(registry);
  }

  private void dispatcher(String name, String what, ToDoubleFunction<DispatcherStatus> value) {
    Gauge.builder(name, discord, side -> value.applyAsDouble(side.dispatcherStatus()))
        .description(what)
        .register(registry);
  }

  private void counter(String name, String what, ToDoubleFunction<DispatcherStatus> value) {
    FunctionCounter.builder(name, discord, side -> value.applyAsDouble(side.dispatcherStatus()))
        .description(what)
        .register(registry);
  }

  private void gateway(String name, String what, ToDoubleFunction<GatewayStatus> value) {
    Gauge.builder(name, discord, side -> value.applyAsDouble(side.gatewayStatus()))
        .description(what)
        .register(registry);
  }
}
