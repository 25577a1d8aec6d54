package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Book;
import dev.switchboard.ticket.model.BookChange;
import dev.switchboard.ticket.model.Deed;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.Shown;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.show.Phrases;
import dev.switchboard.ticket.show.ReactionText;
import java.util.List;
import java.util.Optional;

/** What each event does to the book. */
public final class Changes {
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

  private static void plannedShow(BookChange change, long post, Deed.Show show) {
    if (show.purpose() == Deed.Purpose.HEADER) {
      change.headed = true;
    }
    if (show.purpose() == Deed.Purpose.TRANSCRIPT) {
      change.logged = true;
      change.logRefused = false;
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

  private static boolean concerns(Entry entry, Deed.Target target) {
    return entry.author().audience().filter(target::equals).isPresent();
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

  /**
   * What was refused together is shown anew, in two halves: after so many posts as the number of
   * them has binary digits, what is refused stands alone. A half is known by a number of its own.
   */
  static Book parted(Book book, TicketEvent.Parted parted) {
    Optional<TicketEvent.Planned> planned = book.pending(parted.post());
    return book.with(change -> {
      change.settle(parted.post());
      if (planned.isPresent() && planned.get().deed() instanceof Deed.Show show) {
        if (show.purpose() == Deed.Purpose.HEADER) {
          change.headed = false;
        }
        List<Integer> numbers = show.numbers();
        for (int i = 0; i < numbers.size(); i++) {
          again(change, show.target(), numbers.get(i));
          int half = i < (numbers.size() + 1) / 2 ? 0 : 1;
          change.part(numbers.get(i), 2 * parted.post() + half);
        }
      }
    });
  }

  static Book recast(Book book, TicketEvent.Recast recast) {
    Optional<TicketEvent.Planned> planned = book.pending(recast.post());
    return book.with(change -> {
      if (planned.isPresent() && planned.get().deed() instanceof Deed.Show show) {
        change.recast(recast.post(), new Book.Recasting(recast.form(), recast.why()));
        for (int index : recast.form().leftOut()) {
          if (index < show.files().size()) {
            long attachment = show.files().get(index);
            change.refuseFile(new Book.RefusedFile(show.target(), attachment, recast.why()));
          }
        }
      }
    });
  }

  private static void delivered(Book book, BookChange change, long post, Deed.Show show) {
    for (int number : show.numbers()) {
      if (show.target() == Deed.Target.STAFF) {
        change.rejoin(number);
      }
      if (!book.underWay(number, show.target(), post)) {
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
          case Deed.Show _, Deed.Amend _, Deed.RemoveSource _, Deed.OpenChannel _ -> {}
          case Deed.Mirror mirror -> change.word(mirror, false);
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
          case Deed.Show show -> refusedShow(book, change, show, refused);
          case Deed.Amend(long of, _) -> gone(change, of, refused.reason());
          case Deed.Withdraw(long of) -> gone(change, of, refused.reason());
          case Deed.OpenChannel _ ->
              change.place = new Place.NoRoom(refused.reason(), refused.detail(), refused.at());
          case Deed.CloseChannel _ -> change.place = new Place.Wanted();
          case Deed.Mirror mirror ->
              change.word(mirror, mirror.added() && ReactionText.isTold(refused.reason()));
          case Deed.RemoveSource _ -> {}
        }
      });
    });
  }

  private static void gone(BookChange change, long post, Outcome.Refusal reason) {
    if (reason == Outcome.Refusal.MESSAGE_GONE || reason == Outcome.Refusal.CHANNEL_GONE) {
      change.reshow(post, Shown::withGone);
    }
  }

  private static void refusedShow(
      Book book, BookChange change, Deed.Show show, TicketEvent.Refused refused) {
    if (refused.reason() == Outcome.Refusal.TOO_LARGE) {
      show.files().forEach(change::linkOnly);
    }
    if (show.purpose() == Deed.Purpose.TRANSCRIPT) {
      change.logRefused = true;
    }
    if (show.purpose() == Deed.Purpose.HEADER && headIsWanted(book, show, refused)) {
      change.headed = false;
    }
    if (show.purpose() == Deed.Purpose.FAREWELL) {
      change.untold = Phrases.sentence(refused.reason(), refused.detail());
    }
    for (int number : show.numbers()) {
      if (show.target() == Deed.Target.STAFF) {
        change.rejoin(number);
      }
      switch (afterRefusal(book, show, number, refused)) {
        case AGAIN -> again(change, show.target(), number);
        case REST_UNDER_WAY -> {
          // The rest is its delivery.
        }
        case REST_STANDS ->
            change.entry(
                number,
                entry ->
                    concerns(entry, show.target()) && !entry.settled()
                        ? entry.withDelivery(new Entry.Delivery.Delivered())
                        : entry);
        case NEVER ->
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

  /** What a refused post means for one of its entries. */
  private enum AfterRefusal {
    AGAIN,
    REST_UNDER_WAY,
    REST_STANDS,
    NEVER
  }

  private static AfterRefusal afterRefusal(
      Book book, Deed.Show show, int number, TicketEvent.Refused refused) {
    boolean lighter = refused.reason() == Outcome.Refusal.TOO_LARGE && !show.files().isEmpty();
    boolean moved =
        refused.reason() == Outcome.Refusal.CHANNEL_GONE && show.target() == Deed.Target.STAFF;
    if (!lighter) {
      return moved ? AfterRefusal.AGAIN : AfterRefusal.NEVER;
    }
    if (!book.shownElsewhere(number, show.target(), refused.post())) {
      return AfterRefusal.AGAIN;
    }
    return book.underWay(number, show.target(), refused.post())
        ? AfterRefusal.REST_UNDER_WAY
        : AfterRefusal.REST_STANDS;
  }

  /** A head that Discord refuses even with nothing but a line of our own is given up. */
  private static boolean headIsWanted(Book book, Deed.Show show, TicketEvent.Refused refused) {
    boolean another =
        book.pending().stream()
            .anyMatch(planned ->
                planned.post() != refused.post()
                    && planned.deed() instanceof Deed.Show other
                    && other.purpose() == Deed.Purpose.HEADER);
    boolean hopeless =
        refused.reason() == Outcome.Refusal.INVALID && book.onlyRemarks(show.numbers());
    return !another && !hopeless;
  }

  private static void again(BookChange change, Deed.Target target, int number) {
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
