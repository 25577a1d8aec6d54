package dev.switchboard.ticket;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.ticket.model.Member;
import java.util.concurrent.CompletionStage;

/** Look-up of how to write to a member of the community guild. Thread-safe. */
public interface Contacts {
  /**
   * Asks Discord for the member, and for the DM channel with them, which the member does not
   * notice. Never fails; gives {@link Contact.Unknown} after some seconds at most.
   */
  CompletionStage<Contact> contact(long user);

  /** The result of a look-up. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "contact")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Contact.Reachable.class, name = "reachable"),
    @JsonSubTypes.Type(value = Contact.NotThere.class, name = "not-there"),
    @JsonSubTypes.Type(value = Contact.Unknown.class, name = "unknown")
  })
  sealed interface Contact extends ClusterMessage {
    /**
     * A member of the community guild. Whether they take the bot's messages is known only when one
     * is sent.
     */
    record Reachable(Member member, long dmChannel) implements Contact {}

    /** No member of the community guild, or a bot. */
    record NotThere() implements Contact {}

    /** Discord did not answer in time. */
    record Unknown() implements Contact {}
  }
}
