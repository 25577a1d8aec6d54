package dev.switchboard.webhook;

import static dev.switchboard.webhook.WebhookStage.BROKEN;
import static dev.switchboard.webhook.WebhookStage.OK;
import static dev.switchboard.webhook.WebhookStage.SAM;
import static dev.switchboard.webhook.WebhookStage.done;
import static dev.switchboard.webhook.WebhookStage.json;
import static dev.switchboard.webhook.WebhookStage.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.feed.FeedKind;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.webhook.Outbox.Job;
import dev.switchboard.webhook.WebhookTransport.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutboxTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private WebhookStage stage;
  private Outbox outbox;

  @BeforeEach
  void begin() {
    stage = new WebhookStage(DATABASE.database());
    outbox = stage.outbox("node");
  }

  private static Outcome brokenFor(Job job, long ticket) {
    return ticket(job.body()) == ticket ? BROKEN : OK;
  }

  // ---- what is made of the feed

  @Test
  void whatIsSaidAmongStaffIsNotSent() {
    long endpoint = stage.endpointId();
    stage.said("member", 1);
    stage.said("note", 2);
    stage.said("remark", 3);
    stage.said("reply", 4);
    assertThat(stage.send(outbox, endpoint, _ -> OK)).containsExactly(1L, 4L);
  }

  @Test
  void eachEventIsSentOnceInTheOrderOfTheFeedWithItsSequence() {
    stage.opened(1);
    long endpoint = stage.endpointId();
    stage.opened(2, 3);
    stage.happens(FeedKind.MESSAGE_CREATED, 2);
    stage.opened(4);
    List<JsonNode> bodies = new ArrayList<>();

    stage.send(
        outbox,
        endpoint,
        job -> {
          bodies.add(json(job.body()));
          return OK;
        });

    assertThat(bodies)
        .extracting(body -> body.at("/data/ticket").asLong())
        .as("what happened before the endpoint was made is not sent")
        .containsExactly(2L, 3L, 2L, 4L);
    assertThat(bodies)
        .extracting(body -> body.at("/data/sequence").asLong())
        .containsExactly(1L, 2L, 3L, 4L);
    assertThat(bodies.getFirst().path("type").asText()).isEqualTo("ticket.opened");
    assertThat(bodies.getFirst().at("/data/version").asInt()).isEqualTo(3);
    assertThat(bodies.getFirst().at("/data/link").asText())
        .isEqualTo("https://desk.example.org/api/externals/tickets/2");
    assertThat(Instant.parse(bodies.getFirst().path("timestamp").asText())).isNotNull();
    assertThat(bodies.getFirst().toString().getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(20_000);
    assertThat(stage.send(outbox, endpoint, _ -> OK)).isEmpty();
    assertThat(stage.deliveries(endpoint))
        .allMatch(one -> one.state() == WebhookDelivery.State.DELIVERED)
        .extracting(WebhookDelivery::messageId)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("msg_[0-9a-f]{32}"));
  }

  @Test
  void whatOnlyANewerVersionKnowsIsPassedOver() {
    long endpoint = stage.endpointId();
    stage.opened(1, 2, 3);
    DATABASE
        .database()
        .jdbi()
        .useHandle(
            handle -> handle.execute("update feed set kind = 'ticket.snoozed' where ticket <> 2"));

    assertThat(stage.send(outbox, endpoint, _ -> OK)).containsExactly(2L);
    stage.opened(4);
    assertThat(stage.send(outbox, endpoint, _ -> OK)).containsExactly(4L);
  }

  @Test
  void anEndpointGetsTheTypesThatItChose() {
    long some = stage.endpointId("ticket.closed");
    long all = stage.endpointId();
    stage.opened(1);
    stage.happens(FeedKind.TICKET_CLOSED, 2);

    assertThat(stage.send(outbox, some, _ -> OK)).containsExactly(2L);
    assertThat(stage.send(outbox, all, _ -> OK)).containsExactly(1L, 2L);
    assertThat(stage.deliveries(some)).extracting(WebhookDelivery::sequence).containsExactly(1L);
  }

  /** Many nodes ask for the same endpoint at once, while events are written. */
  @Test
  void noEventBecomesTwoDeliveriesHoweverManyNodesAsk() {
    long endpoint = stage.endpointId();
    List<CompletableFuture<Void>> nodes =
        IntStream.range(0, 4)
            .mapToObj(node ->
                CompletableFuture.runAsync(() -> {
                  Outbox mine = stage.outbox("node " + node);
                  for (int i = 0; i < 40; i++) {
                    stage.next(mine, endpoint);
                    done(mine.release());
                  }
                }))
            .toList();
    LongStream.rangeClosed(1, 100).forEach(stage::opened);
    nodes.forEach(CompletableFuture::join);

    stage.send(outbox, endpoint, _ -> OK);

    assertThat(stage.deliveries(endpoint))
        .extracting(one -> ticket(one.body()))
        .isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
    assertThat(stage.deliveries(endpoint))
        .extracting(WebhookDelivery::sequence)
        .isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
  }

  @Test
  void whatTheFeedDoesNotHaveAnyMoreIsTold() {
    long endpoint = stage.endpointId();
    stage.opened(1, 2, 3, 4);
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> handle.execute("delete from feed where ticket <= 3"));

    stage.send(outbox, endpoint, _ -> OK);

    List<WebhookDelivery> sent = stage.deliveries(endpoint);
    assertThat(sent)
        .extracting(WebhookDelivery::type)
        .containsExactly("events.missed", "ticket.opened");
    assertThat(json(sent.getFirst().body()).at("/data/count").asInt()).isEqualTo(3);
  }

  // ---- order

  @Test
  void aFailedDeliveryHoldsUpThoseBehindItTwiceAndIsThenSetAside() {
    long endpoint = stage.endpointId();
    stage.opened(1, 2, 3);

    assertThat(stage.send(outbox, endpoint, job -> brokenFor(job, 1))).containsExactly(1L);
    assertThat(stage.send(outbox, endpoint, job -> brokenFor(job, 1))).isEmpty();
    stage.pass(Duration.ofSeconds(6));
    assertThat(stage.send(outbox, endpoint, job -> brokenFor(job, 1))).containsExactly(1L);
    stage.pass(Duration.ofMinutes(6));
    assertThat(stage.send(outbox, endpoint, job -> brokenFor(job, 1)))
        .as("after the third failure the others go on")
        .containsExactly(1L, 2L, 3L);
    stage.opened(4);
    assertThat(stage.send(outbox, endpoint, _ -> OK)).containsExactly(4L);
    stage.pass(Duration.ofMinutes(34));
    assertThat(stage.send(outbox, endpoint, _ -> OK)).containsExactly(1L);
    WebhookDelivery first = stage.deliveries(endpoint).getFirst();
    assertThat(first.state()).isEqualTo(WebhookDelivery.State.DELIVERED);
    assertThat(first.attempts()).hasSize(4);
    assertThat(first.attempts().getFirst().status()).hasValue(500);
    assertThat(first.attempts().getFirst().answer()).contains("no");
  }

  @Test
  void anEndpointThatFailsDoesNotHoldUpAnotherOne() {
    long broken = stage.endpointId();
    long good = stage.endpointId();
    stage.opened(1, 2);

    assertThat(stage.send(outbox, broken, _ -> BROKEN)).containsExactly(1L);
    assertThat(stage.send(outbox, good, _ -> OK)).containsExactly(1L, 2L);
  }

  @Test
  void aBusyEndpointIsLeftAloneForAsLongAsItAsks() {
    long endpoint = stage.endpointId();
    stage.opened(1);
    Outcome busy = new Outcome.Answered(429, Optional.of(Duration.ofMinutes(10)), "");
    assertThat(stage.send(outbox, endpoint, _ -> busy)).containsExactly(1L);
    done(stage.webhooks().test(endpoint, SAM));

    stage.pass(Duration.ofMinutes(9));
    assertThat(done(outbox.withWork())).isEmpty();
    assertThat(stage.send(outbox, endpoint, _ -> OK)).isEmpty();
    assertThat(stage.webhook(endpoint).pausedUntil()).isPresent();

    stage.pass(Duration.ofMinutes(1));
    assertThat(done(outbox.withWork())).containsExactly(endpoint);
    assertThat(stage.send(outbox, endpoint, _ -> OK)).containsExactly(1L, 0L);
  }

  // ---- the end of an endpoint

  @Test
  void an410SwitchesOffAndSwitchingOnGoesOnWithoutALoss() {
    long endpoint = stage.endpointId();
    stage.opened(1, 2);
    Job job = stage.next(outbox, endpoint).orElseThrow();

    assertThat(stage.record(outbox, job, new Outcome.Answered(410, Optional.empty(), "")))
        .hasValueSatisfying(off -> assertThat(off.why()).isEqualTo(Webhook.Off.GONE));

    assertThat(stage.webhook(endpoint).off()).contains(Webhook.Off.GONE);
    stage.opened(3);
    assertThat(done(outbox.withWork())).isEmpty();
    assertThat(stage.send(outbox, endpoint, _ -> OK)).isEmpty();

    done(
        stage
            .webhooks()
            .change(
                endpoint,
                new Webhooks.Change(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true)),
                SAM));
    assertThat(stage.send(outbox, endpoint, _ -> OK)).containsExactly(2L, 3L);
  }

  @Test
  void theTenthFailureGivesUpAndSwitchesOff() {
    long endpoint = stage.endpointId();
    stage.opened(1);
    List<String> ids = new ArrayList<>();
    int attempts = 0;
    while (stage.webhook(endpoint).off().isEmpty()) {
      attempts +=
          stage
              .send(
                  outbox,
                  endpoint,
                  job -> {
                    ids.add(job.messageId());
                    return BROKEN;
                  })
              .size();
      stage.pass(Duration.ofHours(27));
    }
    assertThat(attempts).isEqualTo(10);
    assertThat(ids).hasSize(10).containsOnly(ids.getFirst());
    assertThat(stage.webhook(endpoint).off()).contains(Webhook.Off.FAILING);
    assertThat(stage.deliveries(endpoint).getFirst().state())
        .isEqualTo(WebhookDelivery.State.FAILED);
    assertThat(stage.deliveries(endpoint).getFirst().attempts()).hasSize(10);
  }

  // ---- crashes

  @Test
  void whatWasSentButNotRecordedIsSentAgainByAnotherNodeWithTheSameId() {
    long endpoint = stage.endpointId();
    stage.opened(1, 2);
    Job lost = stage.next(outbox, endpoint).orElseThrow();
    Outbox other = stage.outbox("other");

    assertThat(stage.next(other, endpoint)).as("the lease is held").isEmpty();
    stage.pass(Outbox.LEASE);
    Job again = stage.next(other, endpoint).orElseThrow();

    assertThat(again.messageId()).isEqualTo(lost.messageId());
    assertThat(again.body()).isEqualTo(lost.body());
    stage.record(outbox, lost, BROKEN);
    assertThat(stage.deliveries(endpoint).getFirst().attempts())
        .as("the node that lost the lease records nothing")
        .isEmpty();
    stage.record(other, again, OK);
    assertThat(stage.send(other, endpoint, _ -> OK)).containsExactly(2L);
  }

  @Test
  void anotherNodeGoesOnAtOnceAfterAnOrderlyStop() {
    long endpoint = stage.endpointId();
    stage.opened(1);
    stage.next(outbox, endpoint);
    done(outbox.release());
    assertThat(stage.send(stage.outbox("other"), endpoint, _ -> OK)).containsExactly(1L);
  }

  // ---- what is old

  @Test
  void deliveriesAreKeptFor30DaysAndNotTooMany() {
    long endpoint = stage.endpointId();
    stage.opened(1, 2, 3);
    stage.send(outbox, endpoint, _ -> OK);
    stage.pass(Outbox.KEPT.minusSeconds(1));
    assertThat(done(outbox.forget())).isZero();
    assertThat(done(outbox.forget(Outbox.KEPT, 2, 1, 0))).isEqualTo(1);
    assertThat(stage.deliveries(endpoint))
        .extracting(WebhookDelivery::sequence)
        .containsExactly(2L, 3L);
    stage.pass(Duration.ofSeconds(2));
    assertThat(done(outbox.forget())).isEqualTo(2);
    assertThat(stage.deliveries(endpoint)).isEmpty();
  }
}
