package dev.switchboard.discord.dispatch;

import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The tickets to which Discord refused a channel. Where something has changed that may end the
 * refusal, the one that waits longest asks again; each channel that is made lets two more ask. So
 * all get theirs soon, and a refusal that goes on costs one call for each change. Not thread-safe.
 */
final class RefusedChannels {
  private static final int BEHIND_EACH = 2;

  /** Others ask once a minute by themselves. */
  private static final int REMEMBERED = 20_000;

  /** By owner, those that have waited longest first. */
  private final SequencedMap<String, Job.Key> waiting = new LinkedHashMap<>();

  /**
   * Takes in what became of a job.
   *
   * @return whose channels are to be asked for now
   */
  List<Job.Key> over(Job job, Outcome outcome) {
    if (!(job instanceof Job.OpenChannel)) {
      return List.of();
    }
    waiting.remove(job.key().owner());
    return switch (outcome) {
      case Outcome.Refused _ -> {
        if (waiting.size() < REMEMBERED) {
          waiting.put(job.key().owner(), job.key());
        }
        yield List.of();
      }
      case Outcome.Sent _, Outcome.SentAs _, Outcome.Done _ -> take(BEHIND_EACH);
    };
  }

  /**
   * Something has changed in the guild.
   *
   * @return whose channel is to be asked for now; at most one
   */
  List<Job.Key> changed() {
    return take(1);
  }

  private List<Job.Key> take(int most) {
    List<Job.Key> taken = new ArrayList<>();
    while (taken.size() < most && !waiting.isEmpty()) {
      taken.add(waiting.pollFirstEntry().getValue());
    }
    return taken;
  }
}
