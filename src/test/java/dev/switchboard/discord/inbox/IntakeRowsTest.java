package dev.switchboard.discord.inbox;

import static dev.switchboard.discord.api.Payloads.dm;
import static dev.switchboard.discord.api.Payloads.id;
import static dev.switchboard.discord.api.Payloads.json;
import static dev.switchboard.discord.api.Payloads.ready;
import static dev.switchboard.discord.inbox.IntakeRig.feed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.discord.api.Payloads;
import dev.switchboard.discord.gateway.Frame;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.model.Arrival;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which frames become rows of the inbox, and for whom. */
final class IntakeRowsTest {
  @RegisterExtension
  @Order(1)
  static final TestDatabase DATABASE = TestDatabase.migrated();

  @RegisterExtension
  @Order(2)
  final IntakeRig rig = new IntakeRig(DATABASE);

  private static final long ANN = 51;
  private static final long ANNS = 61;

  @Test
  void anOddMessageIsShownByWhatIsThere() {
    var intake = rig.started(Intake.Limits.USUAL);
    rig.begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    feed(intake, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    feed(
        intake,
        1,
        3,
        "MESSAGE_CREATE",
        json(
            "{'id':'%d','channel_id':'%d','author':null,'content':7,'type':null,'embeds':7}"
                .formatted(id(2), ANNS)));
    feed(
        intake,
        1,
        4,
        "MESSAGE_UPDATE",
        json("{'id':'%d','channel_id':'%d','content':'preview'}".formatted(id(1), ANNS)));
    feed(
        intake,
        1,
        5,
        "MESSAGE_UPDATE",
        json(
            "{'id':'%d','channel_id':'%d','content':'new','edited_timestamp':'2026-01-01T00:01:00+00:00'}"
                .formatted(id(1), ANNS)));
    feed(
        intake,
        1,
        6,
        "MESSAGE_DELETE",
        json("{'id':'%d','channel_id':'%d'}".formatted(id(2), ANNS)));
    feed(
        intake,
        1,
        7,
        "MESSAGE_REACTION_ADD",
        json(
            "{'message_id':'%d','channel_id':'%d','user_id':'%d','emoji':{'name':'x'}}"
                .formatted(id(1), ANNS, ANN)));
    feed(
        intake,
        1,
        8,
        "MESSAGE_REACTION_ADD",
        json(
            "{'message_id':'%d','channel_id':'%d','user_id':'%d','emoji':{'name':'x'}}"
                .formatted(id(1), ANNS, Payloads.BOT)));
    rig.drain(intake);
    assertThat(rig.delivered.words()).containsExactly("one", "7", "edit", "delete", "reaction");
    assertThat(rig.delivered.members).allMatch(d -> d.arrival().user() == ANN);
    assertThat(rig.count("dead_letter")).isZero();
    var inbox = rig.inbox();
    assertThat(inbox.waiting(ANN).toCompletableFuture().join().arrivals())
        .extracting(arrival -> arrival.id().kind())
        .as("edits and deletes behind their message")
        .containsExactly("message", "edit", "reaction", "message", "delete");
    inbox.waiting(ANN).toCompletableFuture().join().arrivals().stream()
        .map(Arrival::id)
        .map(inbox::acknowledge)
        .forEach(settled -> settled.toCompletableFuture().join());
    assertThat(inbox.waiting(ANN).toCompletableFuture().join().arrivals()).isEmpty();
    assertThat(rig.count("inbox")).isEqualTo(5);
  }

  @Test
  void twoEditsWithinOneTickAreTwoAndOneThatComesTwiceIsOne() {
    var intake = rig.started(Intake.Limits.USUAL);
    rig.begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    feed(intake, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    int sequence = 3;
    for (String text : List.of("two", "three", "three", "")) {
      feed(
          intake,
          1,
          sequence++,
          "MESSAGE_UPDATE",
          json(
              "{'id':'%d','channel_id':'%d','content':'%s','edited_timestamp':'2026-01-01T00:01:00.123000+00:00'}"
                  .formatted(id(1), ANNS, text)));
    }
    rig.drain(intake);
    assertThat(rig.delivered.words()).containsExactly("one", "edit", "edit", "edit");
    assertThat(rig.count("inbox")).isEqualTo(4);
  }

  @Test
  void theChannelOfAnEditThatDoesNotSayTheTextIsReadAgain() {
    var intake = rig.started(Intake.Limits.USUAL);
    rig.begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    feed(intake, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    feed(intake, 1, 3, "MESSAGE_CREATE", dm(52, 62, id(2), "two"));
    String edited =
        "{'id':'%d','channel_id':'%d','edited_timestamp':'2026-01-01T00:01:00+00:00'%s}";
    feed(intake, 1, 4, "MESSAGE_UPDATE", json(edited.formatted(id(2), 62, ",'content':''")));
    rig.drain(intake);
    assertThat(rig.lookedAgain).hasValue(0);
    long swept = rig.swept(ANNS);
    feed(intake, 1, 5, "MESSAGE_UPDATE", json(edited.formatted(id(1), ANNS, "")));
    feed(intake, 1, 6, "MESSAGE_UPDATE", json(edited.formatted(id(1), ANNS, ",'content':null")));
    rig.drain(intake);
    assertThat(rig.delivered.words()).containsExactly("one", "two", "edit");
    assertThat(rig.lookedAgain).hasPositiveValue();
    assertThat(rig.swept(ANNS)).isLessThan(swept);
    assertThat(rig.swept(62)).isEqualTo(swept);
    assertThat(rig.count("untold_edit")).as("the message is kept with its channel").isEqualTo(1);
    int before = rig.lookedAgain.get();
    feed(intake, 1, 7, "MESSAGE_UPDATE", json(edited.formatted(id(3), 69, "")));
    rig.drain(intake);
    assertThat(rig.lookedAgain).as("for a channel that is not kept").hasValue(before);
    assertThat(rig.count("untold_edit")).isEqualTo(1);
  }

  @Test
  void aChannelThatIsToBeReadAgainAfterItsFirstMessageInOneBatchIs() {
    var intake = rig.started(Intake.Limits.USUAL);
    rig.begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    rig.drain(intake);
    rig.commitUnanswered(
        new Frame(2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one")),
        new Frame(
            3,
            "MESSAGE_UPDATE",
            json(
                "{'id':'%d','channel_id':'%d','edited_timestamp':'2026-01-01T00:01:00+00:00'}"
                    .formatted(id(1), ANNS))));
    rig.commitUnanswered(new Frame(4, "MESSAGE_CREATE", dm(52, 62, id(2), "two")));
    assertThat(rig.swept(ANNS)).isNegative();
    assertThat(rig.swept(62)).isPositive();
  }

  @Test
  void whatAnybodyWritesBehindThePrefixLeavesNoRow() {
    var intake = rig.started(Intake.Limits.USUAL);
    rig.begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    String message =
        "{'id':'%d','channel_id':'72','guild_id':'%d','content':'%s','author':{'id':'%d'},'member':{'roles':[%s]}}";
    long staff = Payloads.STAFF;
    feed(intake, 1, 2, "MESSAGE_CREATE", json(message.formatted(id(1), staff, "!help", 31, "")));
    feed(
        intake, 1, 3, "MESSAGE_CREATE", json(message.formatted(id(2), staff, "!close", 32, "'6'")));
    feed(intake, 1, 4, "MESSAGE_CREATE", json(message.formatted(id(3), staff, "!play", 33, "'7'")));
    feed(intake, 1, 5, "MESSAGE_CREATE", json(message.formatted(id(4), staff, "!ping", 34, "'7'")));
    rig.drain(intake);
    assertThat(rig.count("inbox")).isEqualTo(1);
  }

  @Test
  void theStaffSideIsKeptWhereItConcernsATicketOrIsACommand() {
    var tickets = rig.ticketChannels();
    tickets.register(71, 1).toCompletableFuture().join();
    var intake = rig.started(Intake.Limits.USUAL, tickets);
    rig.begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    String message =
        "{'id':'%d','channel_id':'%d','guild_id':'%d','content':'%s','author':{'id':'9','username':'s'%s}}";
    long staff = Payloads.STAFF;
    feed(intake, 1, 2, "MESSAGE_CREATE", json(message.formatted(id(1), 71, staff, "a note", "")));
    feed(intake, 1, 3, "MESSAGE_CREATE", json(message.formatted(id(2), 72, staff, "chat", "")));
    feed(intake, 1, 4, "MESSAGE_CREATE", json(message.formatted(id(3), 72, staff, "!help", "")));
    feed(
        intake,
        1,
        5,
        "MESSAGE_CREATE",
        json(message.formatted(id(4), 71, staff, "x", ",'bot':true")));
    feed(intake, 1, 6, "MESSAGE_CREATE", json(message.formatted(id(5), 71, 99, "elsewhere", "")));
    feed(
        intake,
        1,
        7,
        "INTERACTION_CREATE",
        json("{'id':'%d','type':2,'channel_id':'72'}".formatted(id(6))));
    feed(
        intake,
        1,
        8,
        "MESSAGE_DELETE_BULK",
        json(
            "{'ids':['%d','%d'],'channel_id':'71','guild_id':'%d'}"
                .formatted(id(1), id(2), staff)));
    feed(intake, 1, 9, "CHANNEL_DELETE", json("{'id':'71','guild_id':'%d'}".formatted(staff)));
    feed(
        intake,
        1,
        10,
        "GUILD_MEMBER_REMOVE",
        json("{'user':{'id':'%d'},'guild_id':'%d'}".formatted(ANN, Payloads.COMMUNITY)));
    feed(intake, 1, 11, "MESSAGE_CREATE", dm(ANN, ANNS, id(7), "hi"));
    feed(
        intake,
        1,
        12,
        "TYPING_START",
        json("{'user_id':'%d','channel_id':'%d'}".formatted(ANN, ANNS)));
    rig.drain(intake);
    feed(
        intake,
        1,
        13,
        "GUILD_BAN_ADD",
        json("{'user':{'id':'%d'},'guild_id':'%d'}".formatted(ANN, Payloads.COMMUNITY)));
    rig.drain(intake);
    assertThat(rig.delivered.staff)
        .extracting(event -> event.kind() + " " + event.route())
        .containsExactly(
            "message channel:71",
            "message channel:72",
            "interaction channel:72",
            "delete channel:71",
            "delete channel:71",
            "channel-delete channel:71",
            "member-leave guild:" + ANN,
            "ban guild:" + ANN);
    assertThat(rig.delivered.typing).containsExactly(ANN);
    assertThat(rig.monitor.status().intake().sequence()).isEqualTo(13);
  }
}
