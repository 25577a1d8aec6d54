package dev.switchboard.ticket.read;

import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.model.Links;
import dev.switchboard.ticket.model.TicketEvent;
import java.util.List;
import java.util.stream.IntStream;

/** A ticket's history that a test holds in its hands, and gives away a few events at a time. */
public record ListedHistory(List<TicketEvent> events) implements TicketHistory {
  private static final int TOGETHER = 7;

  /** The whole page, as a browser gets it. */
  public static String page(List<TicketEvent> events, Links links) {
    StringBuilder page = new StringBuilder();
    Transcript.of(new ListedHistory(events))
        .page(links, TestWords.ENGLISH)
        .forEachRemaining(page::append);
    return page.toString();
  }

  @Override
  public List<Numbered> after(long sequence) {
    int from = (int) sequence;
    return IntStream.range(from, Math.min(events.size(), from + TOGETHER))
        .mapToObj(place -> new Numbered(place + 1, events.get(place)))
        .toList();
  }

  @Override
  public List<Numbered> at(List<Long> sequences) {
    return sequences.stream()
        .sorted()
        .map(one -> new Numbered(one, events.get((int) (one - 1))))
        .toList()
        .reversed();
  }
}
