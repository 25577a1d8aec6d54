package dev.switchboard.discord.dispatch;

import dev.switchboard.ticket.Dispatch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which offer of each owner came last. An offer that was lost between two nodes would put the ones
 * behind it out of order: they are ignored until the owner offers all again. Not thread-safe.
 */
final class OfferSequence {
  /** Owners remembered; one that is forgotten is heard again when it offers all. */
  private static final int REMEMBERED = 50_000;

  private final Map<String, Long> last = new Latest();

  /**
   * Whether all that is older than this offer is known, so that it may be taken.
   *
   * @param memory the present one
   */
  boolean follows(Dispatch.Offer offer, long memory) {
    if (offer.memory() == Dispatch.ANY_MEMORY) {
      return true;
    }
    if (offer.memory() != memory || offer.jobs().isEmpty()) {
      return false;
    }
    String owner = offer.jobs().getFirst().key().owner();
    boolean next = offer.whole() || last.getOrDefault(owner, -1L) == offer.turn() - 1;
    if (next) {
      last.put(owner, offer.turn());
    }
    return next;
  }

  private static final class Latest extends LinkedHashMap<String, Long> {
    private static final long serialVersionUID = 1L;

    Latest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > REMEMBERED;
    }
  }
}
