package dev.switchboard.ticket;

import dev.switchboard.ticket.decide.PlannedJobs;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.TicketEvent;
import java.util.List;
import java.util.stream.Stream;

/**
 * Offers a ticket's jobs to the {@link Dispatch}, in order even when the dispatcher has forgotten
 * the older jobs. Not thread-safe.
 */
final class Outbox {
  /** Jobs in one offer: an offer may have to fit into one message between nodes. */
  private static final int AT_ONCE = 16;

  private final Dispatch dispatch;
  private final Rules rules;
  private long memory;
  private long turn;

  Outbox(Dispatch dispatch, Rules rules) {
    this.dispatch = dispatch;
    this.rules = rules;
    this.memory = dispatch.memory();
  }

  /** Offers the jobs of newly planned actions. */
  void add(Conversation conversation, List<Long> posts) {
    if (isForgotten()) {
      again(conversation);
    } else {
      boolean whole = posts.size() == conversation.pending().size();
      offer(
          jobs(
              conversation,
              posts.stream().flatMap(post -> conversation.pending(post).stream()),
              false),
          whole);
    }
  }

  /** Whether all jobs have to be offered again. */
  boolean isForgotten() {
    return dispatch.memory() != memory;
  }

  /**
   * Offers all pending jobs. The dispatcher ignores those that it holds; before it posts any other,
   * it looks for it in the channel.
   */
  void again(Conversation conversation) {
    memory = dispatch.memory();
    offer(jobs(conversation, conversation.pending().stream(), true), true);
  }

  private void offer(List<Job> jobs, boolean whole) {
    for (int from = 0; from < jobs.size(); from += AT_ONCE) {
      List<Job> part = jobs.subList(from, Math.min(jobs.size(), from + AT_ONCE));
      dispatch.offer(new Dispatch.Offer(memory, ++turn, whole && from == 0, part));
    }
  }

  private List<Job> jobs(
      Conversation conversation, Stream<TicketEvent.Planned> pending, boolean doubtful) {
    return pending
        .flatMap(one -> PlannedJobs.job(conversation, rules, one, doubtful).stream())
        .toList();
  }
}
