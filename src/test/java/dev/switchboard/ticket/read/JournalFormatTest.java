package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.switchboard.storage.GoldenFiles;
import dev.switchboard.ticket.correspondent.Correspondent;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Form;
import dev.switchboard.ticket.model.Handling;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.HandlingEvent;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The journal is read for ever: one file for each event, as some version wrote it, is read back and
 * written the same. A new event needs a file; a changed one a second file beside the first.
 */
class JournalFormatTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
  @RegisterExtension static final GoldenFiles FILES = new GoldenFiles();

  @TestFactory
  Stream<DynamicTest> everyEventIsReadAsItWasWritten() {
    return Stream.concat(ticketEvents().stream(), deeds().stream())
        .map(event ->
            DynamicTest.dynamicTest(
                fileName(event), () -> FILES.assertSame(event, fileName(event))));
  }

  @Test
  void theMemberSideIsReadAsItWasWritten() {
    FILES.assertSame(new Correspondent.Event.Assigned(12, AT), "correspondent-assigned");
    FILES.assertSame(new Correspondent(List.of(3L, 12L)), "correspondent-state");
  }

  @Test
  void whatStaffOpenIsReadAsItWasWritten() {
    long source = ActSource.counted(5);
    FILES.assertSame(
        new Correspondent.Event.Assigned(12, AT, source), "correspondent-assigned-by-request");
    FILES.assertSame(
        new Correspondent(List.of(3L, 12L), List.of(new Correspondent.Requested(source, 12))),
        "correspondent-state-with-requests");
    FILES.assertSame(
        new TicketEvent.Opened(
            12, new Member(1_000, "alice", "Alice"), 500, List.of(3L), AT, source, 0),
        "ticket-opened-by-staff");
    FILES.assertSame(
        new TicketEvent.Purged(12, 1_000, 500, 4_003, AT, "root", AT, source),
        "ticket-purged-opened-by-staff");
    FILES.assertSame(
        new TicketEvent.Opened(
            12, new Member(1_000, "alice", "Alice"), 500, List.of(3L), AT, source, 3),
        "ticket-reopening");
  }

  @Test
  void aSnapshotOfALivedInTicketIsReadBackEqual() {
    TicketFixture ticket = new TicketFixture();
    ticket.writes("hi", new Attachment(1, "a.png", 5, "http://x/a", "image/png"));
    ticket.profile();
    ticket.command(new TicketCommand.EndWait(1, ticket.now()));
    ticket.discordDoesAll();
    ticket.replies("hello");
    ticket.writes("more");
    ticket.command(
        new TicketCommand.StaffReaction(
            ticket.book().shownOf(1).findFirst().orElseThrow().message(),
            2_000,
            "👍",
            true,
            ticket.now()));
    TicketEvent.Planned mirrored =
        ticket.book().pending().stream()
            .filter(planned -> planned.deed() instanceof PlannedAction.Mirror)
            .findFirst()
            .orElseThrow();
    ticket.settles(mirrored, new Outcome.Refused(Outcome.Refusal.INVALID, "Unknown Emoji"));
    assertThat(ticket.book().worded).hasSize(1);
    assertThat(FILES.readBack(ticket.state())).isEqualTo(ticket.state());
  }

  @Test
  void aSnapshotIsReadAsItWasWritten() {
    FILES.assertSame(handled().state(), "ticket-state");
  }

  @Test
  void aSnapshotOfAMergedTicketIsReadAsItWasWritten() {
    TicketState.Closed closed = closed();
    FILES.assertSame(closed, "ticket-state-closed");
    FILES.assertSame(
        new TicketState.Closed(
            closed.book(),
            closed.closure(),
            closed.at(),
            Optional.of(new TicketState.Merger(ActSource.counted(5), 15))),
        "ticket-state-merged");
  }

  @Test
  void aSnapshotWithTheReasonWhyTheMemberWasNotToldIsReadAsItWasWritten() {
    TicketFixture ticket = new TicketFixture();
    ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(new TicketCommand.Close(9, TicketFixture.BOB, "", false, false, ticket.now()));
    ticket.settles(
        ticket.oldest(), new Outcome.Refused(Outcome.Refusal.DM_CLOSED, "Cannot send messages"));
    assertThat(ticket.book().notTold()).isPresent();
    FILES.assertSame(ticket.state(), "ticket-state-not-told");
  }

  private static TicketState.Closed closed() {
    TicketFixture ticket = new TicketFixture();
    ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.Close(9, TicketFixture.BOB, "solved", false, false, ticket.now()));
    ticket.discordDoesAll();
    return (TicketState.Closed) ticket.state();
  }

  @Test
  void aSnapshotFromBeforeThereWasHandlingIsRead() {
    TicketState expected =
        new TicketState.Open(handled().book().with(change -> change.handling = Handling.DEFAULT));
    assertThat(FILES.read(expected, "ticket-state-before-handling")).isEqualTo(expected);
  }

  private static TicketFixture handled() {
    TicketFixture ticket = new TicketFixture();
    ticket.writes("hi");
    ticket.command(
        new TicketCommand.Handle(
            60,
            TicketFixture.BOB,
            new HandlingChange.SetPriority(Priority.HIGH),
            false,
            ticket.now()));
    return ticket;
  }

  @Test
  void aProfileOfAFormerVersionIsRead() {
    TicketEvent.ProfileTaken expected =
        new TicketEvent.ProfileTaken(
            new Profile.Present(
                "Ally", Optional.empty(), List.of("Member"), Optional.empty(), false),
            AT);
    assertThat(FILES.read(expected, "ticket-profile-taken-before-time-outs")).isEqualTo(expected);
  }

  @Test
  void everyKindOfEventDeedAndChangeOfHandlingHasAGoldenFile() {
    assertThat(names(TicketEvent.class))
        .filteredOn(name -> !name.equals("planned") && !name.equals("handled"))
        .allSatisfy(
            name -> assertThat(GoldenFiles.FOLDER.resolve("ticket-" + name + ".json")).exists());
    assertThat(names(PlannedAction.class))
        .allSatisfy(
            name -> assertThat(GoldenFiles.FOLDER.resolve("deed-" + name + ".json")).exists());
    assertThat(names(HandlingEvent.class))
        .allSatisfy(
            name -> assertThat(GoldenFiles.FOLDER.resolve("handling-" + name + ".json")).exists());
  }

  private static List<String> names(Class<?> root) {
    return Arrays.stream(root.getAnnotation(JsonSubTypes.class).value())
        .map(JsonSubTypes.Type::name)
        .toList();
  }

  private static List<TicketEvent> ticketEvents() {
    Member member = new Member(1_000, "alice", "Alice");
    Staff staff = new Staff(2_000, "Bob", "Moderator");
    StoredFile file = new StoredFile("ab".repeat(32), "a.png", 5, "image/png");
    Content content =
        new Content(
            "hello",
            List.of(new Attachment(7, "a.png", 5, "http://x/a.png", "image/png")),
            List.of("a sticker"),
            99);
    return List.of(
        new TicketEvent.Opened(12, member, 500, List.of(3L), AT),
        new TicketEvent.Written(
            1, 4_000, new Author.OfReply(staff, "Bob (Moderator)", false, true), content, AT),
        new TicketEvent.Edited(1, 4_001, "hullo", true, AT),
        new TicketEvent.Deleted(1, 4_002, AT),
        new TicketEvent.FileKept(1, 7, file, AT),
        new TicketEvent.FileLost(1, 7, "too large", AT),
        new TicketEvent.WaitEnded(1, AT),
        new TicketEvent.Delayed(2, AT),
        new TicketEvent.ProfileTaken(
            new Profile.Present("Ally", Optional.of(AT), List.of("Member"), Optional.of(AT), true),
            AT),
        new TicketEvent.Sent(2, 5_000, AT),
        new TicketEvent.Done(2, AT),
        new TicketEvent.Refused(2, Outcome.Refusal.DM_CLOSED, "Cannot send messages", AT),
        new TicketEvent.Parted(2, Outcome.Refusal.INVALID, "Harmful link (240000)", AT),
        new TicketEvent.Recast(
            2,
            new Form(false, false, true, List.of(1), Form.Words.IN_A_FILE),
            "Explicit content (20009)",
            AT),
        new TicketEvent.FormerKept(1, "hello", AT),
        new TicketEvent.ChannelLost(9_000, AT),
        new TicketEvent.DelayNoticed(AT),
        new TicketEvent.Reacted(5_000, 2_000, "👍", true, AT),
        new TicketEvent.Handled(4_004, staff, new HandlingEvent.PrioritySet(Priority.HIGH), AT),
        new TicketEvent.CloseRequested(4_003, staff, "solved", false, AT),
        new TicketEvent.TranscriptKept(file, AT),
        new TicketEvent.TranscriptTried(AT),
        new TicketEvent.TranscriptGivenUp("the disk is full", AT),
        new TicketEvent.Closed(AT),
        new TicketEvent.Merged(ActSource.counted(5), new Staff(2_000, "Bob", "Moderator"), 15, AT),
        new TicketEvent.Purged(12, 1_000, 500, 4_003, AT, "root", AT));
  }

  private static List<TicketEvent> deeds() {
    StoredFile file = new StoredFile("ab".repeat(32), "a.png", 5, "image/png");
    Draft draft =
        new Draft(
            "text",
            List.of(
                new Draft.Embed(
                    "title",
                    "words",
                    0xABCDEF,
                    List.of(new Draft.Field("name", "value", true)),
                    "foot",
                    "")),
            List.of(file),
            new Draft.Pings(true, List.of(8L)),
            99,
            List.of(new Draft.Button("do", "Do it")));
    return Stream.of(
            new PlannedAction.Show(
                PlannedAction.Target.STAFF,
                PlannedAction.Purpose.HEADER,
                List.of(1),
                0,
                List.of(7L),
                draft),
            new PlannedAction.Amend(3, Draft.of("new")),
            new PlannedAction.Withdraw(3),
            new PlannedAction.RemoveSource(4_000),
            new PlannedAction.Mirror(PlannedAction.Target.MEMBER, 4_000, "👍", true),
            new PlannedAction.OpenChannel("alice", "Ticket #12"),
            new PlannedAction.CloseChannel(9_000))
        .<TicketEvent>map(JournalFormatTest::planned)
        .toList();
  }

  private static TicketEvent.Planned planned(PlannedAction plannedAction) {
    return new TicketEvent.Planned(2, plannedAction, AT);
  }

  private static String fileName(TicketEvent event) {
    return switch (event) {
      case TicketEvent.Planned planned -> "deed-" + name(PlannedAction.class, planned.deed());
      case TicketEvent.Handled handled -> "handling-" + name(HandlingEvent.class, handled.change());
      default -> "ticket-" + name(TicketEvent.class, event);
    };
  }

  private static String name(Class<?> root, Object subject) {
    Class<?> kind = subject.getClass();
    return Arrays.stream(root.getAnnotation(JsonSubTypes.class).value())
        .filter(type -> type.value().equals(kind))
        .findFirst()
        .orElseThrow()
        .name();
  }
}
