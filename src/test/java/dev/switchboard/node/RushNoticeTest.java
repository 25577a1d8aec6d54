package dev.switchboard.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.access.Principal;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.CommandsOnly;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.TicketNumbers;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RushNoticeTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  private final List<Job> jobs = new ArrayList<>();
  private final List<Long> asked = new CopyOnWriteArrayList<>();
  private final List<TicketCommand> lines = new CopyOnWriteArrayList<>();

  @Test
  void aLogChannelIsTold() {
    RushNotice notice = notice(OptionalLong.of(4_000));
    notice.tell(AT);
    assertThat(jobs)
        .singleElement()
        .isInstanceOfSatisfying(
            Job.Send.class,
            send -> assertThat(send.draft().content()).contains("more than 60 tickets"));
    assertThat(asked).isEmpty();
  }

  @Test
  void withoutALogChannelTheNewestTicketIsToldOnceItIsThere() {
    RushNotice notice = notice(OptionalLong.empty());
    TicketNumbers numbers = notice.watching(() -> CompletableFuture.completedStage(12L));
    assertThat(numbers.next().toCompletableFuture().join()).isEqualTo(12);
    notice.tell(AT);
    await().atMost(Duration.ofSeconds(30)).until(() -> lines.size() == 1);
    assertThat(asked).containsExactly(12L, 12L);
    assertThat(lines)
        .singleElement()
        .isInstanceOfSatisfying(
            TicketCommand.Remark.class,
            remark -> assertThat(remark.text()).contains("more than 60 tickets"));
    assertThat(jobs).isEmpty();
  }

  private RushNotice notice(OptionalLong logChannel) {
    return new RushNotice(() -> 60, logChannel, dispatch(), new LateTicket(), TestWords.ENGLISH);
  }

  /** A ticket that is not there yet when it is first asked. */
  private final class LateTicket implements CommandsOnly {
    @Override
    public CompletionStage<TicketReply> ask(long ticket, TicketCommand.Unguarded command) {
      asked.add(ticket);
      if (asked.size() == 1) {
        return CompletableFuture.completedStage(new TicketReply.Absent());
      }
      lines.add(command);
      return CompletableFuture.completedStage(new TicketReply.Taken(3));
    }

    @Override
    public CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command) {
      throw new AssertionError("nobody acts: " + command);
    }

    @Override
    public void tell(long ticket, TicketCommand.Unguarded command) {
      throw new AssertionError("its answer matters");
    }

    @Override
    public void typing(long ticket) {
      throw new AssertionError("nobody types");
    }
  }

  private Dispatch dispatch() {
    return new Dispatch() {
      @Override
      public long memory() {
        return ANY_MEMORY;
      }

      @Override
      public void offer(Offer offer) {
        jobs.addAll(offer.jobs());
      }

      @Override
      public void type(long channel) {
        throw new AssertionError("nobody types");
      }
    };
  }
}
