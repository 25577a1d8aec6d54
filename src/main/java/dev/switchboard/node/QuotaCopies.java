package dev.switchboard.node;

import dev.switchboard.account.Quotas;
import dev.switchboard.ticket.Copies;
import dev.switchboard.ticket.DailyCopies;
import dev.switchboard.ticket.model.Attachment;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies files of members only within the quota of the sender's account and the sender's daily
 * limit. Texts always pass: no message is lost because of a quota.
 */
final class QuotaCopies implements Copies {
  private static final Logger LOG = LoggerFactory.getLogger(QuotaCopies.class);
  private static final long MEBIBYTE = 1024L * 1024;

  private final Copies copies;
  private final Quotas quotas;
  private final DailyCopies daily;
  private final LongFunction<CompletionStage<OptionalLong>> memberOf;

  /** The bytes of each member that are being copied, which no table counts yet. */
  private final Map<Long, Long> underWay = new ConcurrentHashMap<>();

  /**
   * @param memberOf finds the member of a DM channel; empty if the channel is none
   */
  QuotaCopies(
      Copies copies,
      Quotas quotas,
      DailyCopies daily,
      LongFunction<CompletionStage<OptionalLong>> memberOf) {
    this.copies = copies;
    this.quotas = quotas;
    this.daily = daily;
    this.memberOf = memberOf;
  }

  /** The result of the check of a member's limits. */
  private enum Verdict {
    COPY,
    ACCOUNT_FULL,
    DAY_FULL
  }

  @Override
  public CompletionStage<Copied> copy(long channel, long message, Attachment attachment) {
    return memberOf
        .apply(channel)
        .exceptionally(QuotaCopies::unknown)
        .thenCompose(member ->
            member.isPresent()
                ? copyOf(member.getAsLong(), channel, message, attachment)
                : copies.copy(channel, message, attachment));
  }

  private static OptionalLong unknown(Throwable failure) {
    // An uncounted copy is better than a lost file.
    LOG.warn("Whose file it is could not be looked up: {}", failure.toString());
    return OptionalLong.empty();
  }

  private CompletionStage<Copied> copyOf(
      long member, long channel, long message, Attachment attachment) {
    long wanted = underWay.merge(member, attachment.knownSize(), Long::sum);
    return verdict(member, wanted, attachment)
        .exceptionally(failure -> {
          LOG.warn("A quota could not be looked up: {}", failure.toString());
          return Verdict.COPY;
        })
        .thenCompose(verdict ->
            switch (verdict) {
              case COPY -> copies.copy(channel, message, attachment);
              case ACCOUNT_FULL -> lost("the quota of its sender's account is used up");
              case DAY_FULL ->
                  lost(
                      "its sender has sent more than %,d MiB within 24 hours"
                          .formatted(daily.most() / MEBIBYTE));
            })
        .whenComplete((_, _) ->
            underWay.computeIfPresent(
                member,
                (_, bytes) ->
                    bytes > attachment.knownSize() ? bytes - attachment.knownSize() : null));
  }

  private CompletionStage<Verdict> verdict(long member, long wanted, Attachment attachment) {
    return quotas
        .mayStore(member, wanted)
        .thenCompose(may ->
            may
                ? daily
                    .count(member, attachment)
                    .thenApply(fits -> fits ? Verdict.COPY : Verdict.DAY_FULL)
                : CompletableFuture.completedStage(Verdict.ACCOUNT_FULL));
  }

  private static CompletionStage<Copied> lost(String why) {
    return CompletableFuture.completedStage(new Copied.Lost(why));
  }
}
