package dev.switchboard.node;

import dev.switchboard.access.Principal;
import dev.switchboard.discord.DiscordSide;
import dev.switchboard.discord.gateway.GatewayStatus;
import dev.switchboard.http.api.bot.BotControl;
import dev.switchboard.service.BotSwitch;
import dev.switchboard.ticket.view.TicketList;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** {@link BotControl} of this node, for the bot wherever in the cluster it runs. Thread-safe. */
final class BotDesk implements BotControl {
  private final BotSwitch bot;
  private final DiscordSide discord;
  private final LiveSettings live;
  private final TicketList tickets;
  private final Clock clock;

  BotDesk(BotSwitch bot, DiscordSide discord, LiveSettings live, TicketList tickets, Clock clock) {
    this.bot = bot;
    this.discord = discord;
    this.live = live;
    this.tickets = tickets;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Status> status() {
    return tickets
        .page(TicketList.Filter.OPEN, 1, 0)
        .thenCombine(bot.position(), (page, wanted) -> status(page.total(), wanted.on()));
  }

  private Status status(long open, boolean wanted) {
    GatewayStatus gateway = discord.clusterStatus();
    boolean online = wanted && gateway.connected();
    return new Status(
        online ? State.ONLINE : wanted ? State.CONNECTING : State.STOPPED,
        online
            ? gateway
                .since()
                .map(at -> Duration.between(at, clock.instant()))
                .filter(time -> !time.isNegative())
                .orElse(Duration.ZERO)
            : Duration.ZERO,
        live.status(),
        online ? discord.clusterGuilds() : 0,
        open);
  }

  @Override
  public CompletionStage<Done> start(Principal by) {
    return bot.start(by).thenApply(_ -> Done.getInstance());
  }

  @Override
  public CompletionStage<Done> stop(Principal by) {
    return bot.stop(by).thenApply(_ -> Done.getInstance());
  }

  @Override
  public CompletionStage<Done> restart(Principal by) {
    return bot.restart(by).thenApply(_ -> Done.getInstance());
  }
}
