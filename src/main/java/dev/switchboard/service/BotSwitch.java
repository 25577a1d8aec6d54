package dev.switchboard.service;

import dev.switchboard.access.Principal;
import java.util.concurrent.CompletionStage;

/**
 * The port by which people stop and start the bot: the whole of the side that speaks to Discord,
 * and never this server. What they want is stored; the node that speaks to Discord obeys it, also
 * after a restart and on another node. Every stage fails while the database is away, and with
 * {@link dev.switchboard.access.NotPermitted} without the right {@link
 * dev.switchboard.access.Right#STEER_BOT}.
 */
public interface BotSwitch {
  /** Whether the bot is wanted to run, since when, and by whom. */
  CompletionStage<Toggle.Position> position();

  /** Starts the bot; nothing happens where it runs. */
  CompletionStage<Toggle.Position> start(Principal by);

  /** Stops the bot; nothing happens where it is stopped. */
  CompletionStage<Toggle.Position> stop(Principal by);

  /** Stops the bot and starts it again; starts it where it is stopped. */
  CompletionStage<Toggle.Position> restart(Principal by);
}
