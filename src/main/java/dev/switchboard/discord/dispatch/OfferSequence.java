package dev.switchboard.discord.dispatch;

import dev.switchboard.ticket.Dispatch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The number of each owner's last offer. If an offer is lost between two nodes, the later ones are
 * out of order and ignored until the owner offers all its jobs again. Not thread-safe.
 */
final class OfferSequence {
  /** Owners remembered; a forgotten owner is accepted again when it offers all its jobs. */
  private static final int REMEMBERED = 50_000;

  private final Map<String, Long> last = new Latest();

  /**
   * Whether no earlier offer of the owner is missing. If so, notes this one as taken.
   *
   * @param memory the dispatcher's present memory number
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
