package dev.switchboard.discord.dispatch;

import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The tickets to which Discord refused a channel. After a change in the guild the ticket that has
 * waited longest asks again; each created channel lets two more ask. So all tickets get a channel
 * soon, and a lasting refusal costs one call for each change. Not thread-safe.
 */
final class RefusedChannels {
  private static final int BEHIND_EACH = 2;

  /** Further tickets ask once a minute by themselves. */
  private static final int REMEMBERED = 20_000;

  /** By owner, those with the longest wait first. */
  private final SequencedMap<String, Job.Key> waiting = new LinkedHashMap<>();

  /**
   * Notes the outcome of a job.
   *
   * @return the jobs of the channels to ask for now
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
   * Notes a change in the guild.
   *
   * @return the job of the channel to ask for now; at most one
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
