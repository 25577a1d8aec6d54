package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.StoredInteraction;
import dev.switchboard.sandbox.world.Upload;
import dev.switchboard.sandbox.world.User;
import java.util.List;

/**
 * A message about to be posted.
 *
 * @param form the form of Discord's "create message"
 * @param kind how the message came about
 */
public record MessageDraft(
    User author, Channel channel, ObjectNode form, List<Upload> files, Kind kind) {
  /** How a message came about. */
  public sealed interface Kind {}

  /** A message that a bot or a person posts in the ordinary way. */
  record Ordinary() implements Kind {}

  /** A message of the page or a test, which may add fields that Discord would refuse. */
  public record WithExtra(ObjectNode extra) implements Kind {}

  /**
   * An answer to an interaction.
   *
   * @param viewer the only person who sees it; 0 for everybody
   * @param loading whether it only shows that the bot is thinking
   */
  public record OfInteraction(StoredInteraction interaction, long viewer, boolean loading)
      implements Kind {}

  public static MessageDraft ordinary(
      User author, Channel channel, ObjectNode form, List<Upload> files) {
    return new MessageDraft(author, channel, form, files, new Ordinary());
  }

  long viewer() {
    return kind instanceof OfInteraction answer ? answer.viewer() : 0;
  }

  boolean isLoading() {
    return kind instanceof OfInteraction answer && answer.loading();
  }
}
