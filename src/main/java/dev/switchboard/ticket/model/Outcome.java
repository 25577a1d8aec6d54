package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What became of a {@link Job}. Always final: what is only delayed, or unknown, is retried or
 * settled by the {@code Dispatch} and reported when it is known.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Outcome.Sent.class, name = "sent"),
  @JsonSubTypes.Type(value = Outcome.SentAs.class, name = "sent-as"),
  @JsonSubTypes.Type(value = Outcome.Done.class, name = "done"),
  @JsonSubTypes.Type(value = Outcome.Refused.class, name = "refused")
})
public sealed interface Outcome {
  /** It exists on Discord under this id. */
  record Sent(long id) implements Outcome {}

  /**
   * It exists on Discord under this id, in another form than it was planned.
   *
   * @param why what Discord said about the form that was planned, for people
   */
  record SentAs(long id, Form form, String why) implements Outcome {}

  /** It is so on Discord. */
  record Done() implements Outcome {}

  /**
   * Discord will not do it, however often it is asked.
   *
   * @param detail Discord's own words, for people
   */
  record Refused(Refusal reason, String detail) implements Outcome {}

  /** Why Discord will not. Each has a next step; none is a failure of ours to hide. */
  enum Refusal {
    /** The member takes no DMs from the bot: closed, or the bot is blocked (50007). */
    DM_CLOSED,
    /** The member shares no guild with the bot (50278). */
    NO_COMMON_GUILD,
    /** The channel does not exist (10003). */
    CHANNEL_GONE,
    /** The message does not exist, or not any more (10008). */
    MESSAGE_GONE,
    /** The guild has its 500 channels (30013), and no overflow category can be made. */
    GUILD_FULL,
    /** A permission is missing (50001, 50013). */
    FORBIDDEN,
    /** The files are larger than this channel takes (40005, 413). */
    TOO_LARGE,
    /** Discord fails on it each time (5xx), while it does others. */
    FAILING,
    /** Anything else that Discord calls invalid (other 4xx). */
    INVALID
  }
}
