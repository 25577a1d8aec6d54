package dev.switchboard.discord.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.entity.ClusterMessage;
import java.time.Duration;

/** The result of a {@link Call}. */
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
   * Discord executed the call.
   *
   * @param body {@link com.fasterxml.jackson.databind.node.MissingNode} if there is none, which is
   *     so only with status 204
   */
  record Ok(int status, JsonNode body, RateHeaders rate) implements Answer {}

  /**
   * Discord refused the call and did not execute it.
   *
   * @param code Discord's error code (such as 50007); 0 if it named none
   * @param message Discord's error message
   * @param errors the errors by field, nested as in Discord's answer; a missing node for none
   */
  record Refused(int status, int code, String message, JsonNode errors, RateHeaders rate)
      implements Answer {}

  /** Discord did not execute the call, because there were too many (429). */
  record Limited(Duration retryAfter, Scope scope, RateHeaders rate) implements Answer {}

  /**
   * A server error, or an answer that says nothing about the call: a proxy's page, or an unknown
   * code. The call may have been executed.
   *
   * @param words the error message, for people; empty if none could be read
   */
  record Failed(int status, String words) implements Answer {
    public Failed(int status) {
      this(status, "");
    }

    /** The status and message, for people. */
    public String detail() {
      return "HTTP " + status + (words.isEmpty() ? "" : ": " + words);
    }
  }

  /**
   * No answer came.
   *
   * @param beforeSending whether the call was certainly not executed, since there was no
   *     connection; otherwise it may have been
   * @param detail the cause, for people
   */
  record Unreachable(boolean beforeSending, String detail) implements Answer {}

  /** The scope of a rate limit. */
  enum Scope {
    /** The limit of this bot on this route. */
    USER,
    /** The limit of all users on this resource. */
    SHARED,
    /** The limit of this bot on all routes. */
    GLOBAL
  }

  /**
   * The rate limit of the call ({@code X-RateLimit-*}).
   *
   * @param bucket Discord's name of the limit; empty if it named none
   * @param limit the number of allowed calls; -1 if unknown
   * @param remaining the number of calls left; -1 if unknown
   * @param resetAfter the time until all calls are allowed again; zero if unknown
   */
  record RateHeaders(String bucket, int limit, int remaining, Duration resetAfter) {
    public static final RateHeaders NONE = new RateHeaders("", -1, -1, Duration.ZERO);
  }
}
