package dev.switchboard.webhook;

import static dev.switchboard.webhook.WebhookStage.OK;
import static dev.switchboard.webhook.WebhookStage.done;
import static dev.switchboard.webhook.WebhookStage.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.storage.TestDatabase;
import dev.switchboard.webhook.WebhookTransport.Outcome;
import dev.switchboard.webhook.WebhookTransport.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WebhookSenderTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final List<Request> sent = new CopyOnWriteArrayList<>();
  private final List<WebhookSender.Off> off = new CopyOnWriteArrayList<>();
  private WebhookStage stage;

  @BeforeEach
  void begin() {
    stage = new WebhookStage(DATABASE.database());
  }

  private WebhookSender sender(String owner, WebhookTransport transport) {
    return new WebhookSender(
        stage.outbox(owner),
        request -> {
          sent.add(request);
          return transport.send(request);
        },
        stage.clock(),
        off::add);
  }

  private WebhookSender answering(String owner, Outcome outcome) {
    return sender(owner, _ -> CompletableFuture.completedStage(outcome));
  }

  private boolean isDelivered(long endpoint, int count) {
    List<WebhookDelivery> all = stage.deliveries(endpoint);
    return all.size() == count
        && all.stream().allMatch(one -> one.state() == WebhookDelivery.State.DELIVERED);
  }

  @Test
  void allEndpointsGetTheirEventsInOrder() {
    long first = stage.endpointId();
    long second = stage.endpointId();
    LongStream.rangeClosed(1, 30).forEach(stage::opened);

    answering("node", OK).look();

    await().until(() -> isDelivered(first, 30) && isDelivered(second, 30));
    assertThat(sent).hasSize(60);
    for (long endpoint : new long[] {first, second}) {
      List<String> ids =
          stage.deliveries(endpoint).stream().map(WebhookDelivery::messageId).toList();
      assertThat(sent)
          .filteredOn(request -> ids.contains(request.headers().get("webhook-id")))
          .extracting(request -> ticket(request.body()))
          .isEqualTo(LongStream.rangeClosed(1, 30).boxed().toList());
    }
  }

  /** The receiver has the event, and the node is gone before it can record that. */
  @Test
  void whatWasDeliveredAndNotRecordedIsSentAgainWithTheSameId() {
    long endpoint = stage.endpointId();
    stage.opened(1, 2);
    sender("killed", _ -> new CompletableFuture<>()).look();
    await().until(() -> sent.size() == 1);

    stage.pass(Outbox.LEASE);
    answering("next", OK).look();

    await().until(() -> isDelivered(endpoint, 2));
    assertThat(sent).extracting(request -> ticket(request.body())).containsExactly(1L, 1L, 2L);
    assertThat(sent.get(1).headers().get("webhook-id"))
        .isEqualTo(sent.getFirst().headers().get("webhook-id"));
    assertThat(sent.get(1).headers().get("webhook-timestamp"))
        .as("the time of the attempt")
        .isNotEqualTo(sent.getFirst().headers().get("webhook-timestamp"));
  }

  @Test
  void anEndpointThatHangsDoesNotHoldUpAnotherOne() {
    long hanging = stage.endpointId("ticket.opened");
    long good = stage.endpointId();
    stage.opened(1, 2);
    CompletableFuture<Outcome> never = new CompletableFuture<>();
    List<String> first = new CopyOnWriteArrayList<>();
    WebhookSender sender =
        sender(
            "node",
            request -> {
              String id = request.headers().get("webhook-id");
              boolean hangs =
                  stage.deliveries(hanging).stream().anyMatch(one -> one.messageId().equals(id));
              first.add(id);
              return hangs ? never : CompletableFuture.completedStage(OK);
            });
    sender.look();
    await().until(() -> isDelivered(good, 2));
    assertThat(stage.deliveries(hanging))
        .allMatch(one -> one.state() == WebhookDelivery.State.WAITING);
    assertThat(first).hasSize(3);
    never.complete(OK);
    await().until(() -> isDelivered(hanging, 2));
  }

  @Test
  void itIsToldThatAnEndpointIsSwitchedOff() {
    long endpoint = stage.endpointId();
    stage.opened(1);
    answering("node", new Outcome.Answered(410, Optional.empty(), "")).look();
    await().until(() -> !off.isEmpty());
    assertThat(off)
        .containsExactly(
            new WebhookSender.Off(
                endpoint,
                "127.0.0.1",
                Webhook.Off.GONE,
                stage.deliveries(endpoint).getFirst().id()));
  }

  @Test
  void aStoppedSenderBeginsNothingAndGivesItsLeasesBack() {
    long endpoint = stage.endpointId();
    stage.opened(1);
    WebhookSender stopped = answering("stopped", OK);
    done(stopped.stop());
    stopped.look();
    answering("other", OK).look();
    await().atMost(Duration.ofSeconds(20)).until(() -> isDelivered(endpoint, 1));
    assertThat(sent).hasSize(1);
  }
}
