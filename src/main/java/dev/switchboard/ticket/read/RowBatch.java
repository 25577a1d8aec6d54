package dev.switchboard.ticket.read;

import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.TicketEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A wave: events of many tickets, whose order between tickets does not matter, combined into rows.
 * A message that is written, planned and delivered in one wave is one row, written once. Changes of
 * existing rows are kept apart for {@link RowBatchTable}.
 *
 * <p>Used by one thread.
 */
final class RowBatch {
  private static final String SHOW = "show";
  private static final String OPEN_CHANNEL = "open-channel";

  private final Map<Long, TicketEvent.Opened> opened = new LinkedHashMap<>();
  private final Map<Part, Message> messages = new LinkedHashMap<>();
  private final Map<Part, Post> posts = new LinkedHashMap<>();
  private final Map<Part, TicketEvent.Sent> sent = new LinkedHashMap<>();
  private final List<DeliveryTarget> planned = new ArrayList<>();
  private final List<DeliveryTarget> delivered = new ArrayList<>();
  private final Map<Long, Long> places = new LinkedHashMap<>();
  private final Set<Long> plannedBefore = new HashSet<>();
  private final Set<Long> deliveredBefore = new HashSet<>();

  /** A message or a post of a ticket. */
  record Part(long ticket, long number) {}

  /** An existing message that is pending at a target, or was delivered there. */
  record DeliveryTarget(long ticket, int number, String target) {}

  /** A message that was written in this wave. */
  static final class Message {
    final long ticket;
    final TicketEvent.Written event;
    final SpeakerColumns speaker;
    String delivery = "stored";

    private Message(long ticket, TicketEvent.Written event) {
      this.ticket = ticket;
      this.event = event;
      this.speaker = SpeakerColumns.of(event.author());
    }

    /**
     * Whether a post at the target delivers the message, and is not a copy for the author's own
     * side.
     */
    private boolean concerns(String target) {
      return event.author().audience().filter(one -> name(one).equals(target)).isPresent();
    }

    private boolean open() {
      return delivery.equals("stored") || delivery.equals("planned");
    }
  }

  /** A post that was planned in this wave; its target is empty if the wave does not know it. */
  static final class Post {
    final long ticket;
    final TicketEvent.Planned event;
    final String deed;
    final String target;
    final List<Integer> numbers;
    final boolean files;
    final long of;
    Optional<TicketEvent.Sent> sent = Optional.empty();

    private Post(long ticket, TicketEvent.Planned event, String deed, String target, long of) {
      this.ticket = ticket;
      this.event = event;
      this.deed = deed;
      this.target = target;
      this.of = of;
      if (event.deed() instanceof PlannedAction.Show show) {
        this.numbers = show.numbers();
        this.files = !show.files().isEmpty();
      } else {
        this.numbers = List.of();
        this.files = false;
      }
    }

    private boolean shows(int number, String where) {
      return sent.isEmpty()
          && deed.equals(SHOW)
          && target.equals(where)
          && numbers.contains(number);
    }
  }

  /**
   * Adds an event, unless its effect depends on this wave's changes of existing rows: then it
   * belongs to a later wave.
   */
  boolean add(long ticket, TicketEvent event) {
    return switch (event) {
      case TicketEvent.Opened one -> opened.putIfAbsent(ticket, one) == null;
      case TicketEvent.Written one ->
          messages.putIfAbsent(new Part(ticket, one.number()), new Message(ticket, one)) == null;
      case TicketEvent.Planned one -> add(ticket, one);
      case TicketEvent.Sent one -> add(ticket, one);
      case TicketEvent.Edited _,
          TicketEvent.Deleted _,
          TicketEvent.FileKept _,
          TicketEvent.FileLost _,
          TicketEvent.WaitEnded _,
          TicketEvent.Delayed _,
          TicketEvent.ProfileTaken _,
          TicketEvent.Done _,
          TicketEvent.Refused _,
          TicketEvent.Parted _,
          TicketEvent.Recast _,
          TicketEvent.FormerKept _,
          TicketEvent.ChannelLost _,
          TicketEvent.DelayNoticed _,
          TicketEvent.TranscriptTried _,
          TicketEvent.TranscriptGivenUp _,
          TicketEvent.Reacted _,
          TicketEvent.Handled _,
          TicketEvent.CloseRequested _,
          TicketEvent.TranscriptKept _,
          TicketEvent.Closed _,
          TicketEvent.Merged _,
          TicketEvent.Purged _ ->
          throw new IllegalArgumentException("%s is recorded by itself".formatted(event));
    };
  }

  private boolean add(long ticket, TicketEvent.Planned event) {
    Post post = post(ticket, event);
    List<DeliveryTarget> before = new ArrayList<>();
    for (int number : post.numbers) {
      if (!messages.containsKey(new Part(ticket, number))) {
        before.add(new DeliveryTarget(ticket, number, post.target));
      }
    }
    if ((!before.isEmpty() && deliveredBefore.contains(ticket))
        || posts.putIfAbsent(new Part(ticket, event.post()), post) != null) {
      return false;
    }
    if (!before.isEmpty()) {
      planned.addAll(before);
      plannedBefore.add(ticket);
    }
    if (post.deed.equals(OPEN_CHANNEL)) {
      places.put(ticket, 0L);
      plannedBefore.add(ticket);
    }
    for (int number : post.numbers) {
      Message message = messages.get(new Part(ticket, number));
      if (message != null && message.delivery.equals("stored") && message.concerns(post.target)) {
        message.delivery = "planned";
      }
    }
    return true;
  }

  private boolean add(long ticket, TicketEvent.Sent event) {
    Part key = new Part(ticket, event.post());
    Post post = posts.get(key);
    if (post == null) {
      // Outcomes of existing rows are written first, so they must not follow plans for the same
      // ticket.
      if (plannedBefore.contains(ticket)) {
        return false;
      }
      sent.putIfAbsent(key, event);
      return true;
    }
    if (post.sent.isPresent()) {
      return true;
    }
    post.sent = Optional.of(event);
    if (post.deed.equals(OPEN_CHANNEL)) {
      places.put(ticket, event.id());
    } else if (post.deed.equals(SHOW)) {
      post.numbers.forEach(number -> delivered(post, number));
    }
    return true;
  }

  private void delivered(Post post, int number) {
    Message message = messages.get(new Part(post.ticket, number));
    if (message == null) {
      delivered.add(new DeliveryTarget(post.ticket, number, post.target));
      deliveredBefore.add(post.ticket);
    } else if (message.open()
        && message.concerns(post.target)
        // Every post that shows a message of this wave was planned in this wave, too.
        && posts.values().stream()
            .noneMatch(other -> other.ticket == post.ticket && other.shows(number, post.target))) {
      message.delivery = "delivered";
    }
  }

  /** The target of an amendment is the target of its post. */
  private Post post(long ticket, TicketEvent.Planned event) {
    return switch (event.deed()) {
      case PlannedAction.Show show -> new Post(ticket, event, SHOW, name(show.target()), 0);
      case PlannedAction.Amend(long of, _) ->
          new Post(ticket, event, "amend", target(ticket, of), of);
      case PlannedAction.Withdraw(long of) ->
          new Post(ticket, event, "withdraw", target(ticket, of), of);
      case PlannedAction.RemoveSource _ -> new Post(ticket, event, "remove-source", "staff", 0);
      case PlannedAction.Mirror mirror ->
          new Post(ticket, event, "mirror", name(mirror.target()), 0);
      case PlannedAction.OpenChannel _ -> new Post(ticket, event, OPEN_CHANNEL, "", 0);
      case PlannedAction.CloseChannel _ -> new Post(ticket, event, "close-channel", "staff", 0);
    };
  }

  private String target(long ticket, long of) {
    Post changed = posts.get(new Part(ticket, of));
    return changed == null ? "" : changed.target;
  }

  private static String name(PlannedAction.Target target) {
    return target.name().toLowerCase(Locale.ROOT);
  }

  // ---- the rows

  Map<Long, TicketEvent.Opened> opened() {
    return opened;
  }

  List<Message> messages() {
    return List.copyOf(messages.values());
  }

  List<Post> posts() {
    return List.copyOf(posts.values());
  }

  /** Existing posts that now have an outcome. */
  Map<Part, TicketEvent.Sent> sent() {
    return sent;
  }

  /** Existing messages that are shown by posts of this wave. */
  List<DeliveryTarget> planned() {
    return planned;
  }

  /** Existing messages that were delivered by posts of this wave. */
  List<DeliveryTarget> delivered() {
    return delivered;
  }

  /** The staff channels of tickets whose place changed; 0 for none. */
  Map<Long, Long> places() {
    return places;
  }
}
