package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.AdministeredProduct;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Discord tells by messages of its own what people do: they are no words of theirs. */
class NoticesTest {
  @RegisterExtension static final AdministeredProduct SERVER = AdministeredProduct.usual();

  @Test
  void aNoticeIsOneLineInAnOpenTicketAndOpensNone() {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "pins");
    SandboxClient client = ticket.client();
    long hello = client.readDm(ticket.member()).getFirst().path("id").asLong();
    client.pin(ticket.member(), ticket.dm(), hello);
    JsonNode line = ticket.awaitStaff(says("*A message was pinned*"));
    assertThat(line.path("content").asText()).doesNotContain("pins**");
    client.notice(ticket.member(), ticket.dm(), 3, RunningProduct.form());
    ticket.awaitStaff(says("*A call*"));
    client.send(ticket.sam(), ticket.channel(), "!close");
    await()
        .atMost(RunningProduct.PATIENCE)
        .until(() -> OpenTicket.channels(SERVER.product(), ticket.member()).isEmpty());
    int told = client.readDm(ticket.member()).size();

    long other = client.readDm(ticket.member()).getLast().path("id").asLong();
    client.pin(ticket.member(), ticket.dm(), other);
    client.notice(ticket.member(), ticket.dm(), 3, RunningProduct.form());
    client.notice(ticket.member(), ticket.dm(), 55, RunningProduct.form());
    awaitTaken();
    assertThat(OpenTicket.channels(SERVER.product(), ticket.member())).isEmpty();
    assertThat(client.readDm(ticket.member())).hasSize(told + 3);

    // Of a kind that is to come, but with words.
    client.notice(
        ticket.member(), ticket.dm(), 55, RunningProduct.form().put("content", "said anew"));
    long channel = OpenTicket.awaitChannel(SERVER.product(), ticket.member(), ticket.channel());
    SERVER.product().awaitStaff(channel, says("said anew"));
  }

  @Test
  void aNoticeOfAGapIsReadInTheSameWay() {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "away");
    SandboxClient client = ticket.client();
    client.send(ticket.sam(), ticket.channel(), "!close");
    await()
        .atMost(RunningProduct.PATIENCE)
        .until(() -> OpenTicket.channels(SERVER.product(), ticket.member()).isEmpty());
    SERVER.product().stop();
    client.gateway("forget_sessions", RunningProduct.form());
    long last = client.readDm(ticket.member()).getLast().path("id").asLong();
    client.pin(ticket.member(), ticket.dm(), last);
    SERVER.product().startAgain();
    await()
        .atMost(RunningProduct.PATIENCE)
        .until(() ->
            count(
                    "select count(*) from dm_channel where swept < (select max(epoch) from"
                        + " gateway_session)")
                == 0);
    awaitTaken();
    assertThat(OpenTicket.channels(SERVER.product(), ticket.member())).isEmpty();

    client.sendDm(ticket.member(), "back again");
    long channel = OpenTicket.awaitChannel(SERVER.product(), ticket.member(), ticket.channel());
    SERVER.product().awaitStaff(channel, says("back again"));
    assertThat(SERVER.product().staffRead(channel)).noneMatch(text -> text.contains("pinned"));
  }

  @Test
  void whatStaffPinIsNoNote() {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "noted");
    SandboxClient client = ticket.client();
    client.notice(ticket.sam(), ticket.channel(), 6, RunningProduct.form());
    client.send(ticket.sam(), ticket.channel(), "!reply fine");
    ticket.awaitMember(says("fine"));
    List<String> all = SERVER.product().staffRead(ticket.channel());
    assertThat(all).noneMatch(text -> text.contains("(note)"));
  }

  private static void awaitTaken() {
    await()
        .atMost(RunningProduct.PATIENCE)
        .until(() -> count("select count(*) from inbox where payload is not null") == 0);
  }

  private static long count(String sql) {
    return SERVER
        .database()
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
