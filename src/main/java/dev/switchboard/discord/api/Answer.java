package dev.switchboard.discord.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.entity.ClusterMessage;
import java.time.Duration;

/** What came of a {@link Call}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Answer.Ok.class, name = "ok"),
  @JsonSubTypes.Type(value = Answer.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = Answer.Limited.class, name = "limited"),
  @JsonSubTypes.Type(value = Answer.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = Answer.Unreachable.class, name = "unreachable")
})
public sealed interface Answer extends ClusterMessage {

  /**
   * Discord did it.
   *
   * @param body {@link com.fasterxml.jackson.databind.node.MissingNode} where there is none, which
   *     is so with the status 204 alone
   */
  record Ok(int status, JsonNode body, RateHeaders rate) implements Answer {}

  /**
   * Discord will not do it, and did not.
   *
   * @param code Discord's own error code (such as 50007); 0 where it named none
   * @param message Discord's own words
   * @param errors what is wrong by field, nested as Discord nests it; missing where it said nothing
   */
  record Refused(int status, int code, String message, JsonNode errors, RateHeaders rate)
      implements Answer {}

  /** Discord did not do it, since it was asked too often (429). */
  record Limited(Duration retryAfter, Scope scope, RateHeaders rate) implements Answer {}

  /**
   * A server error, or an answer that says nothing of the call: a proxy's page, or a code that is
   * not known. The deed may have been done.
   *
   * @param words what was said, for people; empty where nothing was said that can be read
   */
  record Failed(int status, String words) implements Answer {
    public Failed(int status) {
      this(status, "");
    }

    /** For people. */
    public String detail() {
      return "HTTP " + status + (words.isEmpty() ? "" : ": " + words);
    }
  }

  /**
   * No answer came.
   *
   * @param beforeSending whether it is certain that nothing was done: there was no connection. Else
   *     the deed may have been done
   * @param detail what happened, for people
   */
  record Unreachable(boolean beforeSending, String detail) implements Answer {}

  /** Whose limit it was. */
  enum Scope {
    /** This bot's, on this route. */
    USER,
    /** Everybody's on this resource. */
    SHARED,
    /** This bot's, on all routes. */
    GLOBAL
  }

  /**
   * The limit that a call counted against ({@code X-RateLimit-*}).
   *
   * @param bucket Discord's name for it; empty where it named none
   * @param limit how many calls it allows; -1 where unknown
   * @param remaining how many are left; -1 where unknown
   * @param resetAfter when it is full again; zero where unknown
   */
  record RateHeaders(String bucket, int limit, int remaining, Duration resetAfter) {
    public static final RateHeaders NONE = new RateHeaders("", -1, -1, Duration.ZERO);
  }
}
