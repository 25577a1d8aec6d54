package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Long random lives of a ticket: whatever happens in whatever order, nothing is lost or doubled.
 */
class TicketSequencesTest {
  private static final int STEPS = 400;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
  void everyMessageIsShownOnceAndInOrder(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    TicketFixture ticket = new TicketFixture(TicketFixture.rules(OptionalLong.empty(), "Welcome!"));
    List<Long> messages = new ArrayList<>();
    messages.add(ticket.writes("m1;"));
    for (int step = 0; step < STEPS; step++) {
      live(ticket, random, messages);
      ticket.pass(Duration.ofMillis(random.nextInt(3_000)));
    }
    ticket.profile();
    // What was refused for a while is asked for again.
    ticket.pass(Duration.ofMinutes(2));
    ticket.command(new TicketCommand.Tick(ticket.now()));
    ticket.discordDoesAll();

    assertReplayed(ticket, seed);
    String shown = String.join("\n", ticket.standing(PlannedAction.Target.STAFF));
    long lastLoss =
        ticket.journal().stream().filter(TicketEvent.ChannelLost.class::isInstance).count();
    if (lastLoss == 0) {
      for (int n = 1; n <= messages.size(); n++) {
        assertThat(shown.split("m" + n + ";", -1))
            .as("seed %d: message %d is shown once", seed, n)
            .hasSize(2);
      }
    }
    assertThat(ticket.book().unshown()).as("seed %d: nothing is left unshown", seed).isEmpty();
    assertThat(numbersInOrder(ticket)).as("seed %d: order", seed).isSorted();
  }

  private static void assertReplayed(TicketFixture ticket, long seed) {
    TicketState replayed = new TicketState.Absent();
    for (TicketEvent event : ticket.journal()) {
      replayed = Ticket.apply(replayed, event);
    }
    assertThat(replayed).as("seed %d: the journal tells the state", seed).isEqualTo(ticket.state());
    List<Long> posts =
        ticket.journal().stream()
            .filter(TicketEvent.Planned.class::isInstance)
            .map(event -> ((TicketEvent.Planned) event).post())
            .toList();
    assertThat(posts).as("seed %d: no post number is used twice", seed).doesNotHaveDuplicates();
  }

  /** The numbers of the member's messages, in the order in which their posts stand. */
  private static List<Integer> numbersInOrder(TicketFixture ticket) {
    return ticket
        .book()
        .shownAt(PlannedAction.Target.STAFF)
        .filter(sentPost -> sentPost.part() == 0)
        .flatMap(sentPost -> sentPost.numbers().stream())
        .filter(
            number -> ticket.book().entry(number).orElseThrow().author() instanceof Author.OfMember)
        .collect(Collectors.toList());
  }

  private static void live(TicketFixture ticket, RandomGenerator random, List<Long> messages) {
    switch (random.nextInt(15)) {
      case 0, 1, 2, 3 -> messages.add(ticket.writes("m" + (messages.size() + 1) + ";"));
      case 4 -> {
        long again = messages.get(random.nextInt(messages.size()));
        ticket.command(
            new TicketCommand.TakeMessage(
                TicketFixture.ALICE, again, Content.of("again"), ticket.now()));
      }
      case 5 -> ticket.replies("r" + random.nextInt(1_000));
      case 6 -> ticket.profile();
      case 7 ->
          ticket.command(
              new TicketCommand.TakeDelete(
                  messages.get(random.nextInt(messages.size())), ticket.now()));
      case 8 ->
          ticket.command(
              new TicketCommand.TakeNote(
                  random.nextLong(1L << 40), TicketFixture.BOB, Content.of("n"), ticket.now()));
      case 9 -> ticket.command(new TicketCommand.Tick(ticket.now()));
      case 10 -> messages.addAll(together(ticket, messages, 1 + random.nextInt(25)));
      default -> discordAnswers(ticket, random);
    }
  }

  /** Several messages in one command, behind one that is known already. */
  private static List<Long> together(TicketFixture ticket, List<Long> known, int count) {
    List<String> texts =
        IntStream.rangeClosed(1, count).mapToObj(one -> "m" + (known.size() + one) + ";").toList();
    return ticket.writesTogether(known.getLast(), texts);
  }

  private static void discordAnswers(TicketFixture ticket, RandomGenerator random) {
    if (ticket.book().pending().isEmpty()) {
      return;
    }
    TicketEvent.Planned oldest = ticket.oldest();
    Outcome outcome =
        switch (random.nextInt(40)) {
          case 0 ->
              oldest.deed() instanceof PlannedAction.OpenChannel
                  ? new Outcome.Refused(Outcome.Refusal.GUILD_FULL, "full")
                  : ticket.success(oldest.deed());
          case 1 -> new Outcome.Refused(Outcome.Refusal.FORBIDDEN, "Missing Permissions");
          default -> ticket.success(oldest.deed());
        };
    boolean keepsText =
        !(outcome instanceof Outcome.Refused)
            || oldest.deed() instanceof PlannedAction.OpenChannel
            || (oldest.deed() instanceof PlannedAction.Show show
                && show.target() == PlannedAction.Target.STAFF);
    ticket.settles(oldest, keepsText ? outcome : ticket.success(oldest.deed()));
  }
}
