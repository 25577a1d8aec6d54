package dev.switchboard.http.api.bot;

import dev.switchboard.access.Principal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The port to the bot as a whole. A stage fails where the database is out of reach. What is asked
 * for is stored when the stage completes, and carried out within seconds.
 */
public interface BotControl {
  /**
   * The state of the bot, wherever in the cluster it runs.
   *
   * @param uptime how long it has been connected; zero while it is not
   * @param presence the line that its presence shows; empty for none
   * @param guilds the number of guilds that it serves and is in: 0 to 2
   * @param tickets the number of open tickets
   */
  record Status(State state, Duration uptime, String presence, int guilds, long tickets) {}

  /** What the bot does. */
  enum State {
    ONLINE,
    CONNECTING,
    /** An administrator stopped it. */
    STOPPED
  }

  /** The present state. */
  CompletionStage<Status> status();

  /** Starts the bot; nothing happens where it runs. */
  CompletionStage<Done> start(Principal by);

  /** Stops the bot; nothing happens where it is stopped. */
  CompletionStage<Done> stop(Principal by);

  /** Stops the bot and starts it again; starts it where it is stopped. */
  CompletionStage<Done> restart(Principal by);
}
