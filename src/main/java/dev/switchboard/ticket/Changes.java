package dev.switchboard.ticket;

import java.util.List;
import java.util.Optional;

/** What each event does to the book. */
final class Changes {
  private Changes() {}

  static Book planned(Book book, TicketEvent.Planned planned) {
    return book.with(change -> {
      change.plan(planned);
      switch (planned.deed()) {
        case Deed.Show show -> plannedShow(change, planned.post(), show);
        case Deed.Amend(long of, Draft draft) ->
            change.reshow(of, shown -> shown.withHash(draft.hash()));
        case Deed.RemoveSource(long message) -> change.removing(message);
        case Deed.OpenChannel _ -> change.place = new Place.Wanted();
        case Deed.Withdraw _, Deed.Mirror _, Deed.CloseChannel _ -> {}
      }
    });
  }

  private static void plannedShow(Book.Change change, long post, Deed.Show show) {
    if (show.purpose() == Deed.Purpose.HEADER) {
      change.headed = true;
    }
    if (show.target() == Deed.Target.LOG) {
      change.logged = true;
    }
    for (int number : show.numbers()) {
      change.post(number, post);
      switch (show.target()) {
        case STAFF -> change.showing(number);
        case MEMBER -> change.sending(number);
        case LOG -> {}
      }
      change.entry(
          number,
          entry ->
              concerns(entry, show.target()) && entry.unplanned()
                  ? entry.withDelivery(new Entry.Delivery.Planned())
                  : entry);
    }
  }

  /**
   * Whether being shown there is the delivery of the entry, rather than a copy for its own side.
   */
  private static boolean concerns(Entry entry, Deed.Target target) {
    return switch (entry.author()) {
      case Author.OfMember _, Author.OfRemark _ -> target == Deed.Target.STAFF;
      case Author.OfReply _ -> target == Deed.Target.MEMBER;
      case Author.OfNote _ -> false;
    };
  }

  static Book sent(Book book, TicketEvent.Sent sent) {
    Optional<TicketEvent.Planned> planned = book.pending(sent.post());
    return book.with(change -> {
      change.settle(sent.post());
      planned.ifPresent(one -> {
        switch (one.deed()) {
          case Deed.Show show -> {
            change.show(Shown.of(one, show, sent.id()));
            delivered(book, change, sent.post(), show);
          }
          case Deed.OpenChannel _ -> {
            change.place = new Place.Channel(sent.id());
            change.headed = false;
          }
          case Deed.Amend _,
              Deed.Withdraw _,
              Deed.RemoveSource _,
              Deed.Mirror _,
              Deed.CloseChannel _ -> {}
        }
      });
    });
  }

  private static void delivered(Book book, Book.Change change, long post, Deed.Show show) {
    for (int number : show.numbers()) {
      boolean rest =
          book.pending().stream()
              .filter(other -> other.post() != post)
              .map(TicketEvent.Planned::deed)
              .anyMatch(deed ->
                  deed instanceof Deed.Show other
                      && other.target() == show.target()
                      && other.numbers().contains(number));
      if (!rest) {
        change.entry(
            number,
            entry ->
                concerns(entry, show.target()) && !entry.settled()
                    ? entry.withDelivery(new Entry.Delivery.Delivered())
                    : entry);
      }
    }
  }

  static Book done(Book book, TicketEvent.Done done) {
    Optional<TicketEvent.Planned> planned = book.pending(done.post());
    return book.with(change -> {
      change.settle(done.post());
      planned.ifPresent(one -> {
        switch (one.deed()) {
          case Deed.Withdraw(long of) -> change.reshow(of, Shown::withGone);
          case Deed.CloseChannel _ -> change.place = new Place.Wanted();
          case Deed.Show _,
              Deed.Amend _,
              Deed.RemoveSource _,
              Deed.Mirror _,
              Deed.OpenChannel _ -> {}
        }
      });
    });
  }

  static Book refused(Book book, TicketEvent.Refused refused) {
    Optional<TicketEvent.Planned> planned = book.pending(refused.post());
    return book.with(change -> {
      change.settle(refused.post());
      planned.ifPresent(one -> {
        switch (one.deed()) {
          case Deed.Show show -> refusedShow(change, show, refused);
          case Deed.Amend(long of, _) -> gone(change, of, refused.reason());
          case Deed.Withdraw(long of) -> gone(change, of, refused.reason());
          case Deed.OpenChannel _ ->
              change.place = new Place.NoRoom(refused.reason(), refused.detail(), refused.at());
          case Deed.CloseChannel _ -> change.place = new Place.Wanted();
          case Deed.RemoveSource _, Deed.Mirror _ -> {}
        }
      });
    });
  }

  private static void gone(Book.Change change, long post, Outcome.Refusal reason) {
    if (reason == Outcome.Refusal.MESSAGE_GONE || reason == Outcome.Refusal.CHANNEL_GONE) {
      change.reshow(post, Shown::withGone);
    }
  }

  private static void refusedShow(Book.Change change, Deed.Show show, TicketEvent.Refused refused) {
    boolean retried =
        switch (refused.reason()) {
          case TOO_LARGE -> !show.files().isEmpty();
          case CHANNEL_GONE -> show.target() == Deed.Target.STAFF;
          case DM_CLOSED, MESSAGE_GONE, GUILD_FULL, FORBIDDEN, INVALID -> false;
        };
    if (refused.reason() == Outcome.Refusal.TOO_LARGE) {
      show.files().forEach(change::linkOnly);
    }
    for (int number : show.numbers()) {
      if (retried) {
        again(change, show.target(), number);
      } else {
        change.entry(
            number,
            entry ->
                concerns(entry, show.target())
                        && !(entry.delivery() instanceof Entry.Delivery.Refused)
                    ? entry.withDelivery(
                        new Entry.Delivery.Refused(refused.reason(), refused.detail()))
                    : entry);
      }
    }
  }

  private static void again(Book.Change change, Deed.Target target, int number) {
    switch (target) {
      case STAFF -> change.unshow(number);
      case MEMBER -> change.unsend(number);
      case LOG -> {}
    }
    change.entry(
        number,
        entry -> concerns(entry, target) ? entry.withDelivery(new Entry.Delivery.Stored()) : entry);
  }

  /** The staff channel is gone: what stood there is forgotten, what was under way is shown anew. */
  static Book channelLost(Book book) {
    List<Shown> lost = book.shownAt(Deed.Target.STAFF).toList();
    List<TicketEvent.Planned> under =
        book.pending().stream().filter(planned -> concernsStaff(book, planned.deed())).toList();
    return book.with(change -> {
      change.place = new Place.Wanted();
      change.headed = false;
      lost.forEach(change::forget);
      for (TicketEvent.Planned planned : under) {
        change.settle(planned.post());
        if (planned.deed() instanceof Deed.Show show) {
          show.numbers().forEach(number -> again(change, Deed.Target.STAFF, number));
        }
      }
    });
  }

  private static boolean concernsStaff(Book book, Deed deed) {
    return switch (deed) {
      case Deed.Show show -> show.target() == Deed.Target.STAFF;
      case Deed.Amend(long of, _) -> atStaff(book, of);
      case Deed.Withdraw(long of) -> atStaff(book, of);
      case Deed.Mirror mirror -> mirror.target() == Deed.Target.STAFF;
      case Deed.RemoveSource _, Deed.CloseChannel _ -> true;
      case Deed.OpenChannel _ -> false;
    };
  }

  private static boolean atStaff(Book book, long post) {
    return book.shown(post).filter(shown -> shown.target() == Deed.Target.STAFF).isPresent();
  }
}
