package dev.switchboard.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.access.grant.Member;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.dispatch.Dispatcher;
import dev.switchboard.discord.gateway.GatewayStatus;
import dev.switchboard.node.Kinds;
import dev.switchboard.ticket.Contacts;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.TicketEntity;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Form;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.model.TicketCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What goes between nodes comes out as it went in. */
class NodeMessagesTest {
  private static final Job.Key KEY = new Job.Key("ticket:1", 2);

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          "nodes",
          ConfigFactory.parseString(
                  """
                  pekko.cluster.jmx.enabled = off
                  pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  """)
              .withFallback(Kinds.configuration()));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void jobs() {
    Draft draft = new Draft("text", List.of(), List.of(), new Draft.Pings(true, List.of(3L)), 4);
    List<Job> jobs =
        List.of(
            new Job.Send(KEY, 5, Job.Lane.STAFF, draft, "1.2", 6, true),
            new Job.Send(
                KEY,
                5,
                Job.Lane.RELAY,
                draft,
                "1.3",
                6,
                false,
                new Job.Fallback(List.of("a file"), "`#1`", true, true)),
            new Job.Amend(KEY, 5, Job.Lane.RELAY, 7, draft),
            new Job.Remove(KEY, 5, Job.Lane.BULK, 7),
            new Job.React(KEY, 5, Job.Lane.BULK, 7, "x", true),
            new Job.OpenChannel(KEY, Job.Lane.RELAY, "name", "topic", "mark", false),
            new Job.CloseChannel(KEY, 5, Job.Lane.BULK, "why"),
            new Job.OpenDm(KEY, Job.Lane.RELAY, 8));
    same(new Dispatcher.Take(new Dispatch.Offer(9, 10, true, jobs)));
    same(new Dispatcher.Type(5));
  }

  @Test
  void whatBecameOfJobs() {
    Form form = new Form(false, false, true, List.of(1, 2), Form.Words.IN_A_FILE);
    for (Outcome outcome :
        List.of(
            new Outcome.Sent(1),
            new Outcome.SentAs(1, form, "why"),
            new Outcome.Done(),
            new Outcome.Refused(Outcome.Refusal.FAILING, "why"))) {
      same(new TicketEntity.Message.Tell(new TicketCommand.Settled(2, outcome, Instant.EPOCH)));
    }
  }

  @Test
  void errandsAndWhatComesBack() {
    TestProbe<StatusReply<Profile>> profile = KIT.createTestProbe();
    TestProbe<StatusReply<Inbox.Filled>> filled = KIT.createTestProbe();
    TestProbe<StatusReply<Answer>> read = KIT.createTestProbe();
    same(new RemoteRequests.TellProfile(1, profile.ref()));
    TestProbe<StatusReply<Contacts.Contact>> contact = KIT.createTestProbe();
    same(new RemoteRequests.TellContact(1, contact.ref()));
    same(new RemoteRequests.Fill(1, filled.ref()));
    same(new RemoteRequests.ReadMessage(1, 2, read.ref()));
    TestProbe<StatusReply<RemoteRequests.StaffPage>> staff = KIT.createTestProbe();
    same(new RemoteRequests.FindStaff(1, staff.ref()));
    same(new RemoteRequests.ListStaff(1, 2, staff.ref()));
    Member member = new Member(1, "Anna", "anna", Optional.of("a1"), Set.of(2L, 3L));
    Stream.of(
            new Profile.Present("nick", Instant.EPOCH, List.of("role")),
            new Profile.NotThere(),
            new Contacts.Contact.Reachable(
                new dev.switchboard.ticket.model.Member(1, "alice", "Alice"), 500),
            new Contacts.Contact.NotThere(),
            new Contacts.Contact.Unknown(),
            new RemoteRequests.StaffPage(List.of(member)),
            new RemoteRequests.StaffPage(List.of()),
            new Inbox.Filled.Complete(3),
            new Inbox.Filled.Unreadable("why"),
            new Answer.Ok(
                200, JsonNodeFactory.instance.objectNode().put("id", "1"), Answer.RateHeaders.NONE),
            new Answer.Limited(
                Duration.ofMillis(1500), Answer.Scope.GLOBAL, Answer.RateHeaders.NONE),
            new Answer.Unreachable(true, "why"))
        .forEach(one -> same(StatusReply.success(one)));
  }

  @Test
  void whoIsOnDuty() {
    TestProbe<Dispatcher.Command> dispatcher = KIT.createTestProbe();
    TestProbe<RemoteRequests.Errand> errands = KIT.createTestProbe();
    same(
        new LeaderHeartbeat(
            1,
            2,
            new GatewayStatus(
                GatewayStatus.Phase.CONNECTED,
                Optional.of(Instant.EPOCH),
                "",
                Duration.ofMillis(3),
                new GatewayStatus.Intake(4, 5, 6, 7)),
            8,
            2,
            dispatcher.ref(),
            errands.ref()));
  }

  private static <T> void same(T message) {
    KIT.serializationTestKit().verifySerialization(message, true);
  }
}
