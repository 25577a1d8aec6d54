package dev.switchboard;

import dev.switchboard.account.Quotas;
import dev.switchboard.ticket.Attachment;
import dev.switchboard.ticket.Copies;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies files only while the account of who sent them has room for them. Texts always pass: no
 * message is lost for a quota.
 */
final class QuotaCopies implements Copies {
  private static final Logger LOG = LoggerFactory.getLogger(QuotaCopies.class);

  private final Copies copies;
  private final Quotas quotas;
  private final LongFunction<CompletionStage<OptionalLong>> memberOf;

  /**
   * @param memberOf whose DM channel that is, if it is anybody's
   */
  QuotaCopies(Copies copies, Quotas quotas, LongFunction<CompletionStage<OptionalLong>> memberOf) {
    this.copies = copies;
    this.quotas = quotas;
    this.memberOf = memberOf;
  }

  @Override
  public CompletionStage<Copied> copy(long channel, long message, Attachment attachment) {
    return memberOf
        .apply(channel)
        .thenCompose(member ->
            member.isPresent()
                ? quotas.mayStore(member.getAsLong(), attachment.size())
                : CompletableFuture.completedStage(true))
        .exceptionally(failure -> {
          // A copy that nobody counted is better than a file that is lost.
          LOG.warn("A quota could not be looked up: {}", failure.toString());
          return true;
        })
        .thenCompose(may ->
            may
                ? copies.copy(channel, message, attachment)
                : CompletableFuture.completedStage(
                    new Copied.Lost("the quota of its sender's account is used up")));
  }
}
