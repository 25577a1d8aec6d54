package dev.switchboard.node;

import dev.switchboard.discord.DiscordSide;
import dev.switchboard.discord.dispatch.DispatcherStatus;
import dev.switchboard.discord.gateway.GatewayStatus;
import dev.switchboard.http.UntoldProxies;
import dev.switchboard.storage.Recoveries;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The gauges of {@code /metrics} for the inbox, the stored data and delivery. */
final class Gauges {
  private final MeterRegistry registry;
  private final DiscordSide discord;
  private final AtomicReference<Backlog> backlog;

  private Gauges(MeterRegistry registry, DiscordSide discord, AtomicReference<Backlog> backlog) {
    this.registry = registry;
    this.discord = discord;
    this.backlog = backlog;
  }

  static void bind(MeterRegistry registry, DiscordSide discord, AtomicReference<Backlog> backlog) {
    Gauges gauges = new Gauges(registry, discord, backlog);
    gauges.incoming();
    gauges.stored();
    gauges.outgoing();
  }

  static void bind(MeterRegistry registry, UntoldProxies untold) {
    Gauge.builder("switchboard.http.untold.proxies", untold, UntoldProxies::number)
        .description("addresses near by that forward calls and are not in trusted-proxies")
        .strongReference(true)
        .register(registry);
  }

  static void bind(MeterRegistry registry, Recoveries recoveries) {
    Gauge.builder("switchboard.unreadable.entities", recoveries, Gauges::unreadable)
        .description("tickets and other entities whose journal this program cannot read")
        .strongReference(true)
        .register(registry);
  }

  private static double unreadable(Recoveries recoveries) {
    return recoveries.unreadable().values().stream().mapToInt(Integer::intValue).sum();
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

  private void stored() {
    backlog(
        "switchboard.inbox.pending",
        "stored facts of Discord whose effect is not in the journal yet",
        found -> found.inbox().pending());
    backlog(
        "switchboard.journal.lag.seconds",
        "age of the oldest of them",
        found -> seconds(found.inbox().oldest()));
    backlog(
        "switchboard.dead.letters",
        "what could not be decoded or taken, ever",
        found -> found.inbox().deadLetters());
    backlog(
        "switchboard.projection.lag.events",
        "events that the read tables have not taken yet",
        found -> found.tickets().lag().events());
    backlog(
        "switchboard.projection.lag.seconds",
        "age of the oldest of them",
        found -> seconds(found.tickets().lag().oldest()));
    backlog(
        "switchboard.projection.parked",
        "events that the read tables could not take, ever",
        found -> found.tickets().parked());
    backlog("switchboard.tickets.open", "tickets not closed", found -> found.tickets().open());
    backlog(
        "switchboard.tickets.unfinished",
        "tickets with a post, a file or their closing under way",
        found -> found.tickets().unfinished());
    backlog(
        "switchboard.undelivered.oldest.seconds",
        "age of the oldest message neither delivered nor refused",
        found -> seconds(found.tickets().oldest()));
  }

  private void outgoing() {
    lane("staff", DispatcherStatus.Waiting::staff);
    lane("relay", DispatcherStatus.Waiting::relay);
    lane("bulk", DispatcherStatus.Waiting::bulk);
    withholding(
        "switchboard.dispatch.withheld.channels",
        "channels whose posts wait until only staff can read them, or until the bot is back",
        DispatcherStatus.Withholding::channels);
    withholding(
        "switchboard.discord.alarms",
        "what a person has to mend on Discord: open or lost places, guilds without the bot",
        withholding -> withholding.alarms().size());
    Gauge.builder("switchboard.discord.budget.used", discord, DiscordSide::budgetUsed)
        .description("share of the requests of this second that are used, from 0 to 1")
        .register(registry);
    counter("switchboard.discord.calls", "REST calls made", DispatcherStatus::made);
    counter("switchboard.discord.limited", "answers 429", DispatcherStatus::limited);
    counter("switchboard.discord.failed", "calls without a good answer", DispatcherStatus::failed);
  }

  private void lane(String name, Function<DispatcherStatus.Waiting, DispatcherStatus.Queue> queue) {
    lane(
        name,
        "switchboard.dispatch.waiting",
        "jobs that Discord has not done yet",
        status -> queue.apply(status.waiting()).jobs());
    lane(
        name,
        "switchboard.dispatch.oldest.seconds",
        "age of the oldest of them",
        status -> seconds(queue.apply(status.waiting()).oldest()));
  }

  private void lane(
      String lane, String name, String what, ToDoubleFunction<DispatcherStatus> value) {
    Gauge.builder(name, discord, side -> value.applyAsDouble(side.dispatcherStatus()))
        .description(what)
        .tag("lane", lane)
        .register(registry);
  }

  private void withholding(
      String name, String what, ToDoubleFunction<DispatcherStatus.Withholding> value) {
    Gauge.builder(name, discord, side -> value.applyAsDouble(side.dispatcherStatus().withholding()))
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

  private void backlog(String name, String what, ToDoubleFunction<Backlog> value) {
    Gauge.builder(name, backlog, latest -> value.applyAsDouble(latest.get()))
        .description(what)
        .register(registry);
  }

  private static double seconds(Optional<Instant> since) {
    return since
        .map(at -> Math.max(0, Duration.between(at, Instant.now()).toMillis()) / 1_000.0)
        .orElse(0.0);
  }
}
