package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.ConversationBuilder;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.SentPost;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.show.ReactionText;
import java.util.List;
import java.util.Optional;

/** The change of the conversation by each event. */
public final class ConversationUpdates {
  private ConversationUpdates() {}

  static Conversation planned(Conversation conversation, TicketEvent.Planned planned) {
    return conversation.with(change -> {
      change.plan(planned);
      switch (planned.deed()) {
        case PlannedAction.Show show -> plannedShow(change, planned.post(), show);
        case PlannedAction.Amend(long of, Draft draft) ->
            change.reshow(of, sentPost -> sentPost.withHash(draft.hash()));
        case PlannedAction.RemoveSource(long message) -> change.removing(message);
        case PlannedAction.OpenChannel _ -> change.place = new Place.Wanted();
        case PlannedAction.Withdraw _, PlannedAction.Mirror _, PlannedAction.CloseChannel _ -> {}
      }
    });
  }

  private static void plannedShow(ConversationBuilder change, long post, PlannedAction.Show show) {
    if (show.purpose() == PlannedAction.Purpose.HEADER) {
      change.headed = true;
    }
    if (show.purpose() == PlannedAction.Purpose.TRANSCRIPT) {
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

  private static boolean concerns(Entry entry, PlannedAction.Target target) {
    return entry.author().audience().filter(target::equals).isPresent();
  }

  static Conversation sent(Conversation conversation, TicketEvent.Sent sent) {
    Optional<TicketEvent.Planned> planned = conversation.pending(sent.post());
    return conversation.with(change -> {
      change.settle(sent.post());
      planned.ifPresent(one -> {
        switch (one.deed()) {
          case PlannedAction.Show show -> {
            change.show(SentPost.of(one, show, sent.id()));
            delivered(conversation, change, sent.post(), show);
          }
          case PlannedAction.OpenChannel _ -> {
            change.place = new Place.Channel(sent.id());
            change.headed = false;
          }
          case PlannedAction.Amend _,
              PlannedAction.Withdraw _,
              PlannedAction.RemoveSource _,
              PlannedAction.Mirror _,
              PlannedAction.CloseChannel _ -> {}
        }
      });
    });
  }

  /**
   * Shows the entries of a refused post anew, in two halves, each a group with its own number.
   * Repeated halving isolates the refused one of n entries after about log2(n) refusals.
   */
  static Conversation parted(Conversation conversation, TicketEvent.Parted parted) {
    Optional<TicketEvent.Planned> planned = conversation.pending(parted.post());
    return conversation.with(change -> {
      change.settle(parted.post());
      if (planned.isPresent() && planned.get().deed() instanceof PlannedAction.Show show) {
        if (show.purpose() == PlannedAction.Purpose.HEADER) {
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

  static Conversation recast(Conversation conversation, TicketEvent.Recast recast) {
    Optional<TicketEvent.Planned> planned = conversation.pending(recast.post());
    return conversation.with(change -> {
      if (planned.isPresent() && planned.get().deed() instanceof PlannedAction.Show show) {
        change.recast(recast.post(), new Conversation.Recasting(recast.form(), recast.why()));
        for (int index : recast.form().leftOut()) {
          if (index < show.files().size()) {
            long attachment = show.files().get(index);
            change.refuseFile(
                new Conversation.RefusedFile(show.target(), attachment, recast.why()));
          }
        }
      }
    });
  }

  private static void delivered(
      Conversation conversation, ConversationBuilder change, long post, PlannedAction.Show show) {
    for (int number : show.numbers()) {
      if (show.target() == PlannedAction.Target.STAFF) {
        change.rejoin(number);
      }
      if (!conversation.underWay(number, show.target(), post)) {
        change.entry(
            number,
            entry ->
                concerns(entry, show.target()) && !entry.settled()
                    ? entry.withDelivery(new Entry.Delivery.Delivered())
                    : entry);
      }
    }
  }

  static Conversation done(Conversation conversation, TicketEvent.Done done) {
    Optional<TicketEvent.Planned> planned = conversation.pending(done.post());
    return conversation.with(change -> {
      change.settle(done.post());
      planned.ifPresent(one -> {
        switch (one.deed()) {
          case PlannedAction.Withdraw(long of) -> change.reshow(of, SentPost::withGone);
          case PlannedAction.CloseChannel _ -> change.place = new Place.Wanted();
          case PlannedAction.Show _,
              PlannedAction.Amend _,
              PlannedAction.RemoveSource _,
              PlannedAction.OpenChannel _ -> {}
          case PlannedAction.Mirror mirror -> change.word(mirror, false);
        }
      });
    });
  }

  static Conversation refused(Conversation conversation, TicketEvent.Refused refused) {
    Optional<TicketEvent.Planned> planned = conversation.pending(refused.post());
    return conversation.with(change -> {
      change.settle(refused.post());
      planned.ifPresent(one -> {
        switch (one.deed()) {
          case PlannedAction.Show show -> refusedShow(conversation, change, show, refused);
          case PlannedAction.Amend(long of, _) -> gone(change, of, refused.reason());
          case PlannedAction.Withdraw(long of) -> gone(change, of, refused.reason());
          case PlannedAction.OpenChannel _ ->
              change.place = new Place.NoRoom(refused.reason(), refused.detail(), refused.at());
          case PlannedAction.CloseChannel _ -> change.place = new Place.Wanted();
          case PlannedAction.Mirror mirror ->
              change.word(mirror, mirror.added() && ReactionText.isTold(refused.reason()));
          case PlannedAction.RemoveSource _ -> {}
        }
      });
    });
  }

  private static void gone(ConversationBuilder change, long post, Outcome.Refusal reason) {
    if (reason == Outcome.Refusal.MESSAGE_GONE || reason == Outcome.Refusal.CHANNEL_GONE) {
      change.reshow(post, SentPost::withGone);
    }
  }

  private static void refusedShow(
      Conversation conversation,
      ConversationBuilder change,
      PlannedAction.Show show,
      TicketEvent.Refused refused) {
    if (refused.reason() == Outcome.Refusal.TOO_LARGE) {
      show.files().forEach(change::linkOnly);
    }
    if (show.purpose() == PlannedAction.Purpose.TRANSCRIPT) {
      change.logRefused = true;
    }
    if (show.purpose() == PlannedAction.Purpose.HEADER
        && headIsWanted(conversation, show, refused)) {
      change.headed = false;
    }
    if (show.purpose() == PlannedAction.Purpose.FAREWELL) {
      change.notTold = Optional.of(new Conversation.NotTold(refused.reason(), refused.detail()));
    }
    for (int number : show.numbers()) {
      if (show.target() == PlannedAction.Target.STAFF) {
        change.rejoin(number);
      }
      switch (afterRefusal(conversation, show, number, refused)) {
        case AGAIN -> again(change, show.target(), number);
        case REST_UNDER_WAY -> {
          // The remaining posts decide about its delivery.
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

  /** The consequence of a refused post for one of its entries. */
  private enum AfterRefusal {
    AGAIN,
    REST_UNDER_WAY,
    REST_STANDS,
    NEVER
  }

  private static AfterRefusal afterRefusal(
      Conversation conversation, PlannedAction.Show show, int number, TicketEvent.Refused refused) {
    boolean lighter = refused.reason() == Outcome.Refusal.TOO_LARGE && !show.files().isEmpty();
    boolean moved =
        refused.reason() == Outcome.Refusal.CHANNEL_GONE
            && show.target() == PlannedAction.Target.STAFF;
    if (!lighter) {
      return moved ? AfterRefusal.AGAIN : AfterRefusal.NEVER;
    }
    if (!conversation.shownElsewhere(number, show.target(), refused.post())) {
      return AfterRefusal.AGAIN;
    }
    return conversation.underWay(number, show.target(), refused.post())
        ? AfterRefusal.REST_UNDER_WAY
        : AfterRefusal.REST_STANDS;
  }

  /**
   * Whether the head is to be posted again. A head is given up if Discord refuses it even with
   * nothing but remarks.
   */
  private static boolean headIsWanted(
      Conversation conversation, PlannedAction.Show show, TicketEvent.Refused refused) {
    boolean another =
        conversation.pending().stream()
            .anyMatch(planned ->
                planned.post() != refused.post()
                    && planned.deed() instanceof PlannedAction.Show other
                    && other.purpose() == PlannedAction.Purpose.HEADER);
    boolean hopeless =
        refused.reason() == Outcome.Refusal.INVALID && conversation.onlyRemarks(show.numbers());
    return !another && !hopeless;
  }

  private static void again(ConversationBuilder change, PlannedAction.Target target, int number) {
    switch (target) {
      case STAFF -> change.unshow(number);
      case MEMBER -> change.unsend(number);
      case LOG -> {}
    }
    change.entry(
        number,
        entry -> concerns(entry, target) ? entry.withDelivery(new Entry.Delivery.Stored()) : entry);
  }

  /** The staff channel is gone: its posts are forgotten, its pending posts are planned anew. */
  static Conversation channelLost(Conversation conversation) {
    List<SentPost> lost = conversation.shownAt(PlannedAction.Target.STAFF).toList();
    List<TicketEvent.Planned> under =
        conversation.pending().stream()
            .filter(planned -> concernsStaff(conversation, planned.deed()))
            .toList();
    return conversation.with(change -> {
      change.place = new Place.Wanted();
      change.headed = false;
      lost.forEach(change::forget);
      for (TicketEvent.Planned planned : under) {
        change.settle(planned.post());
        if (planned.deed() instanceof PlannedAction.Show show) {
          show.numbers().forEach(number -> again(change, PlannedAction.Target.STAFF, number));
        }
      }
    });
  }

  private static boolean concernsStaff(Conversation conversation, PlannedAction plannedAction) {
    return switch (plannedAction) {
      case PlannedAction.Show show -> show.target() == PlannedAction.Target.STAFF;
      case PlannedAction.Amend(long of, _) -> atStaff(conversation, of);
      case PlannedAction.Withdraw(long of) -> atStaff(conversation, of);
      case PlannedAction.Mirror mirror -> mirror.target() == PlannedAction.Target.STAFF;
      case PlannedAction.RemoveSource _, PlannedAction.CloseChannel _ -> true;
      case PlannedAction.OpenChannel _ -> false;
    };
  }

  private static boolean atStaff(Conversation conversation, long post) {
    return conversation
        .shown(post)
        .filter(sentPost -> sentPost.target() == PlannedAction.Target.STAFF)
        .isPresent();
  }
}
