package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/**
 * A piece of work on Discord for an owner (a ticket or a correspondent). Jobs of one channel are
 * done strictly in the order of their offers. A job whose key the {@code Dispatch} already holds is
 * ignored, so offering twice is safe.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "job")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Job.Send.class, name = "send"),
  @JsonSubTypes.Type(value = Job.Amend.class, name = "amend"),
  @JsonSubTypes.Type(value = Job.Remove.class, name = "remove"),
  @JsonSubTypes.Type(value = Job.React.class, name = "react"),
  @JsonSubTypes.Type(value = Job.OpenChannel.class, name = "open-channel"),
  @JsonSubTypes.Type(value = Job.CloseChannel.class, name = "close-channel"),
  @JsonSubTypes.Type(value = Job.OpenDm.class, name = "open-dm")
})
public sealed interface Job {
  Key key();

  /** The channel whose queue the job is in; 0 for {@link OpenChannel} and {@link OpenDm}. */
  long channel();

  Lane lane();

  /**
   * The owner of a job, and the job's number at that owner.
   *
   * @param owner {@code ticket:123} or {@code member:456}
   * @param post the owner's number for the job, never used twice
   */
  record Key(String owner, long post) {}

  /** The urgency of a job, most urgent first. It decides between channels, never within one. */
  enum Lane {
    STAFF,
    RELAY,
    BULK
  }

  /**
   * Posts a message. Outcome: {@link Outcome.Sent} with the message's id.
   *
   * @param nonce at most 25 characters, the same in every attempt
   * @param after the id of the last confirmed post in this channel (or any id known to be older
   *     than the post): an unconfirmed post is looked for after it
   * @param doubtful whether an earlier process may have attempted it: then the channel's history is
   *     read before the first attempt
   * @param fallback the other forms in which it may be posted if Discord refuses the draft; then
   *     the outcome is {@link Outcome.SentAs}
   */
  record Send(
      Key key,
      long channel,
      Lane lane,
      Draft draft,
      String nonce,
      long after,
      boolean doubtful,
      Fallback fallback)
      implements Job {
    /** A job without other forms. */
    public Send(
        Key key, long channel, Lane lane, Draft draft, String nonce, long after, boolean doubtful) {
      this(key, channel, lane, draft, nonce, after, doubtful, Fallback.NONE);
    }
  }

  /**
   * The replacements for parts of a message that Discord refuses. They depend on the draft and the
   * configuration alone, so that a post is recognised in each of its forms.
   *
   * @param files for each of the draft's files, a line that may replace it; empty if the files must
   *     be posted
   * @param name the name of the message, which may replace its text; empty if the text must be
   *     posted
   * @param together whether it shows several entries, which can be shown in smaller posts
   * @param suspected whether its entry was part of a refused post
   */
  record Fallback(List<String> files, String name, boolean together, boolean suspected) {
    public static final Fallback NONE = new Fallback(List.of(), "", false, false);

    public Fallback {
      files = List.copyOf(files);
    }
  }

  /** Replaces a message's content and embeds; its files stay. Outcome: {@link Outcome.Done}. */
  record Amend(Key key, long channel, Lane lane, long message, Draft draft) implements Job {}

  /** Deletes a message; a missing message counts as done. Outcome: {@link Outcome.Done}. */
  record Remove(Key key, long channel, Lane lane, long message) implements Job {}

  /**
   * Adds or removes the bot's own reaction. Outcome: {@link Outcome.Done}.
   *
   * @param emoji a Unicode emoji, or {@code name:id} of a custom emoji
   */
  record React(Key key, long channel, Lane lane, long message, String emoji, boolean added)
      implements Job {}

  /**
   * Creates a text channel in the inbox category (or an overflow category beside it). Outcome:
   * {@link Outcome.Sent} with the channel's id.
   *
   * @param topic carries {@code mark}
   * @param mark the text in the topic by which a channel from an unconfirmed attempt is recognised
   *     and adopted
   */
  record OpenChannel(Key key, Lane lane, String name, String topic, String mark, boolean doubtful)
      implements Job {
    @Override
    public long channel() {
      return 0;
    }
  }

  /** Deletes a channel, after all jobs offered for it; a missing channel counts as done. */
  record CloseChannel(Key key, long channel, Lane lane, String auditReason) implements Job {}

  /**
   * Opens (or finds) the DM channel with a user. Outcome: {@link Outcome.Sent} with the channel's
   * id.
   */
  record OpenDm(Key key, Lane lane, long user) implements Job {
    @Override
    public long channel() {
      return 0;
    }
  }

  /** A job and the time of its offer, for the age of the oldest undelivered job. */
  record Offered(Job job, Instant at) {}
}
