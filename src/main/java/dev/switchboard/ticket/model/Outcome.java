package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * The final result of a {@link Job}. The {@code Dispatch} retries or clears up what is only delayed
 * or unknown, and reports it when it is known.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Outcome.Sent.class, name = "sent"),
  @JsonSubTypes.Type(value = Outcome.SentAs.class, name = "sent-as"),
  @JsonSubTypes.Type(value = Outcome.Done.class, name = "done"),
  @JsonSubTypes.Type(value = Outcome.Refused.class, name = "refused")
})
public sealed interface Outcome {
  /** The message or channel exists on Discord under this id. */
  record Sent(long id) implements Outcome {}

  /**
   * The message exists on Discord under this id, in another form than the planned one.
   *
   * @param why Discord's error about the planned form, for people
   */
  record SentAs(long id, Form form, String why) implements Outcome {}

  /** The change is made on Discord. */
  record Done() implements Outcome {}

  /**
   * Discord refuses the job, and a retry would not help.
   *
   * @param detail Discord's own words, for people
   */
  record Refused(Refusal reason, String detail) implements Outcome {}

  /** The reason of a refusal. Each has a next step, and each is shown to people. */
  enum Refusal {
    /** The member accepts no DMs from the bot: DMs are closed, or the bot is blocked (50007). */
    DM_CLOSED,
    /** The member shares no guild with the bot (50278). */
    NO_COMMON_GUILD,
    /** The channel does not exist (10003). */
    CHANNEL_GONE,
    /** The message does not exist, or not any more (10008). */
    MESSAGE_GONE,
    /** The guild has its 500 channels (30013), so no overflow category can be made either. */
    GUILD_FULL,
    /** A permission is missing (50001, 50013). */
    FORBIDDEN,
    /** The files are larger than this channel accepts (40005, 413). */
    TOO_LARGE,
    /** Discord fails on this job each time (5xx), but not on others. */
    FAILING,
    /** Any other request that Discord calls invalid (other 4xx). */
    INVALID
  }
}
