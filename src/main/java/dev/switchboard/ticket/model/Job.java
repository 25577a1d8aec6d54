package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/**
 * One deed that Discord is asked to do for an owner (a ticket or a correspondent). Jobs of one
 * channel are done strictly in the order in which they were offered; a job with a key that the
 * {@code Dispatch} already holds is ignored, so offering twice is safe.
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

  /** The FIFO that this job stands in: the channel it acts on; for {@link OpenChannel} none (0). */
  long channel();

  Lane lane();

  /**
   * Who wants it and which of theirs it is.
   *
   * @param owner {@code ticket:123} or {@code member:456}
   * @param post the owner's own number for it, never used twice
   */
  record Key(String owner, long post) {}

  /** Chooses between channels, never within one: who waits on somebody first, bulk last. */
  enum Lane {
    STAFF,
    RELAY,
    BULK
  }

  /**
   * Post a message. Outcome: {@link Outcome.Sent} with the message's id.
   *
   * @param nonce at most 25 characters, the same at every attempt
   * @param after the last message id of ours that is confirmed in this channel (or any id known to
   *     be older than the post): a post in doubt is looked for behind it
   * @param doubtful whether an earlier process may have attempted it: then the channel's history is
   *     read before it is attempted (again)
   * @param fallback in which other forms it may be posted where Discord refuses the draft; then the
   *     outcome is {@link Outcome.SentAs}
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
    /** With no other form than the draft's. */
    public Send(
        Key key, long channel, Lane lane, Draft draft, String nonce, long after, boolean doubtful) {
      this(key, channel, lane, draft, nonce, after, doubtful, Fallback.NONE);
    }
  }

  /**
   * What a message may say instead of what Discord refuses. Depends on nothing but the draft and
   * the configuration, so that a message is recognised in whatever form it was posted.
   *
   * @param files a line for each of the draft's files that may take its place; empty where they
   *     have to be there
   * @param name how the message is named where its words are not there; empty where they have to be
   *     there
   * @param together whether it shows several messages, which can be shown in smaller posts
   * @param suspected whether what it says was refused before, together with others
   */
  record Fallback(List<String> files, String name, boolean together, boolean suspected) {
    public static final Fallback NONE = new Fallback(List.of(), "", false, false);

    public Fallback {
      files = List.copyOf(files);
    }
  }

  /** Replace a message's content and embeds; its files stay. Outcome: {@link Outcome.Done}. */
  record Amend(Key key, long channel, Lane lane, long message, Draft draft) implements Job {}

  /** Delete a message; one that is gone already counts as done. Outcome: {@link Outcome.Done}. */
  record Remove(Key key, long channel, Lane lane, long message) implements Job {}

  /**
   * Add or take back the bot's own reaction. Outcome: {@link Outcome.Done}.
   *
   * @param emoji a Unicode emoji, or {@code name:id} of a custom one
   */
  record React(Key key, long channel, Lane lane, long message, String emoji, boolean added)
      implements Job {}

  /**
   * Create a text channel in the inbox category (or an overflow category beside it). Outcome:
   * {@link Outcome.Sent} with the channel's id.
   *
   * @param topic carries {@code mark}
   * @param mark the text in the topic by which a channel created in doubt is recognised and adopted
   */
  record OpenChannel(Key key, Lane lane, String name, String topic, String mark, boolean doubtful)
      implements Job {
    @Override
    public long channel() {
      return 0;
    }
  }

  /** Delete a channel, after all that was offered for it; one that is gone counts as done. */
  record CloseChannel(Key key, long channel, Lane lane, String auditReason) implements Job {}

  /**
   * Open (or find) the DM channel with a user. Outcome: {@link Outcome.Sent} with the channel's id.
   */
  record OpenDm(Key key, Lane lane, long user) implements Job {
    @Override
    public long channel() {
      return 0;
    }
  }

  /** When a job was taken over, for the age of the oldest undelivered one. */
  record Offered(Job job, Instant at) {}
}
