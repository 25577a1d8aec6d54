package dev.switchboard.node;

import dev.switchboard.storage.Database;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the {@link Backlog} at intervals, so that showing it costs no query. */
final class BacklogWatch {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(BacklogWatch.class);

  private enum Message {
    LOOK,
    DONE
  }

  private BacklogWatch() {}

  /** Keeps {@code latest} up to date; during an outage of the database it stays as it was. */
  static Behavior<?> create(Database database, AtomicReference<Backlog> latest) {
    return Behaviors.<Message>withTimers(timers -> {
      timers.startSingleTimer(Message.LOOK, Duration.ZERO);
      return Behaviors.receive((context, message) -> {
        switch (message) {
          case LOOK ->
              context.pipeToSelf(
                  database.query(Backlog::read),
                  (backlog, failure) -> {
                    if (backlog == null) {
                      LOG.warn("What waits cannot be counted: {}", failure.toString());
                    } else {
                      latest.set(backlog);
                    }
                    return Message.DONE;
                  });
          case DONE -> timers.startSingleTimer(Message.LOOK, PAUSE);
        }
        return Behaviors.same();
      });
    });
  }
}
