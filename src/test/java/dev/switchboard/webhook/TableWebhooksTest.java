package dev.switchboard.webhook;

import static dev.switchboard.webhook.WebhookStage.BROKEN;
import static dev.switchboard.webhook.WebhookStage.OK;
import static dev.switchboard.webhook.WebhookStage.SAM;
import static dev.switchboard.webhook.WebhookStage.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.SecurityPoint;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Principals;
import dev.switchboard.access.Right;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.webhook.Outbox.Job;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TableWebhooksTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private WebhookStage stage;
  private Webhooks webhooks;
  private Outbox outbox;

  @BeforeEach
  void begin() {
    stage = new WebhookStage(DATABASE.database());
    webhooks = stage.webhooks();
    outbox = stage.outbox("node");
  }

  @Test
  void thereAreTwentyAtMost() {
    for (int i = 0; i < Webhooks.MOST; i++) {
      stage.endpoint();
    }
    assertThat(done(webhooks.create(new Webhooks.Draft("https://a.example", "", Set.of()), SAM)))
        .isEqualTo(new Webhooks.Creating.TooMany());
    assertThat(done(webhooks.all())).hasSize(20);
  }

  @Test
  void aUrlThatMayNotBeUsedIsRefusedAndChangesNothing() {
    Webhooks.Draft draft = new Webhooks.Draft("http://169.254.169.254/", "", Set.of());
    assertThat(done(webhooks.create(draft, SAM))).isInstanceOf(Webhooks.Creating.UrlRefused.class);
    assertThat(done(webhooks.all())).isEmpty();
  }

  @SecurityPoint(24)
  @Test
  void whoMayNotSeeTicketsHasNothingToldOfThem() {
    long id = stage.endpointId("ticket.opened");
    Principal anna = Principals.anna(Right.MANAGE_KEYS);
    Webhooks.Draft draft = new Webhooks.Draft("http://127.0.0.1:9/mine", "", Set.of());
    Webhooks.Change change =
        new Webhooks.Change(
            Optional.of("http://127.0.0.1:9/mine"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThatThrownBy(() -> done(webhooks.create(draft, anna)))
        .hasCauseInstanceOf(NotPermitted.class);
    assertThatThrownBy(() -> done(webhooks.change(id, change, anna)))
        .hasCauseInstanceOf(NotPermitted.class);
    assertThat(done(webhooks.all()))
        .singleElement()
        .satisfies(one -> assertThat(one.url()).isEqualTo("http://127.0.0.1:9/in"));
  }

  @Test
  void whatIsNotNamedStaysAsItIs() {
    long id = stage.endpointId("ticket.opened");
    done(
        webhooks.change(
            id,
            new Webhooks.Change(
                Optional.empty(), Optional.of("Reports"), Optional.empty(), Optional.of(false)),
            SAM));
    assertThat(stage.webhook(id))
        .satisfies(one -> {
          assertThat(one.url()).isEqualTo("http://127.0.0.1:9/in");
          assertThat(one.description()).isEqualTo("Reports");
          assertThat(one.events()).containsExactly("ticket.opened");
          assertThat(one.off()).contains(Webhook.Off.STAFF);
          assertThat(one.by()).isEqualTo("sam");
        });
    done(
        webhooks.change(
            id,
            new Webhooks.Change(
                Optional.of("http://127.0.0.1:9/new"),
                Optional.empty(),
                Optional.of(Set.of()),
                Optional.of(true)),
            SAM));
    assertThat(stage.webhook(id))
        .satisfies(one -> {
          assertThat(one.url()).isEqualTo("http://127.0.0.1:9/new");
          assertThat(one.events()).isEmpty();
          assertThat(one.off()).isEmpty();
        });
  }

  @Test
  void bothSecretsSignForADayAfterARotation() {
    Webhooks.Creating.Created made = stage.endpoint();
    long id = made.webhook().id();
    WebhookSecret rotated = rotated(id);
    stage.opened(1);
    Job job = stage.next(outbox, id).orElseThrow();

    assertThat(job.secrets()).containsExactly(rotated, made.secret());
    String signatures =
        WebhookSender.request(job, stage.clock().instant()).headers().get("webhook-signature");
    long now = stage.clock().instant().getEpochSecond();
    assertThat(signatures)
        .isEqualTo(
            rotated.sign(job.messageId(), now, job.body())
                + " "
                + made.secret().sign(job.messageId(), now, job.body()));

    stage.pass(Duration.ofHours(24));
    assertThat(stage.next(outbox, id).orElseThrow().secrets()).containsExactly(rotated);
    assertThat(done(webhooks.rotate(id + 1, SAM))).isEqualTo(new Webhooks.Rotating.Unknown());
  }

  private WebhookSecret rotated(long id) {
    return ((Webhooks.Rotating.Rotated) done(webhooks.rotate(id, SAM))).secret();
  }

  @Test
  void aSecretThatTheReceiverMayStillHaveIsNotDroppedByFurtherRotations() {
    Webhooks.Creating.Created made = stage.endpoint();
    long id = made.webhook().id();
    WebhookSecret second = rotated(id);
    stage.pass(Duration.ofHours(1));
    WebhookSecret third = rotated(id);
    WebhookSecret fourth = rotated(id);
    stage.opened(1);

    assertThat(stage.next(outbox, id).orElseThrow().secrets())
        .startsWith(fourth)
        .containsExactlyInAnyOrder(fourth, third, second, made.secret());
    assertThat(done(webhooks.rotate(id, SAM)))
        .isEqualTo(
            new Webhooks.Rotating.TooMany(stage.clock().instant().plus(Duration.ofHours(23))));

    stage.pass(Duration.ofHours(23));
    assertThat(stage.next(outbox, id).orElseThrow().secrets())
        .containsExactlyInAnyOrder(fourth, third, second);
    WebhookSecret fifth = rotated(id);
    assertThat(stage.next(outbox, id).orElseThrow().secrets())
        .startsWith(fifth)
        .containsExactlyInAnyOrder(fifth, fourth, third, second);
  }

  @Test
  void aTestEventIsSentBehindWhatWaits() {
    long id = stage.endpointId();
    stage.opened(1);
    stage.next(outbox, id);
    WebhookDelivery test = done(webhooks.test(id, SAM)).orElseThrow();
    assertThat(test.type()).isEqualTo("webhook.test");
    assertThat(test.sequence()).isEqualTo(2);
    assertThat(stage.send(outbox, id, _ -> OK)).containsExactly(1L, 0L);
    assertThat(done(webhooks.test(id + 1, SAM))).isEmpty();
  }

  @Test
  void aDeliveryIsSentAgainWithItsOldId() {
    long id = stage.endpointId();
    stage.opened(1, 2);
    stage.send(outbox, id, _ -> OK);
    WebhookDelivery first = stage.deliveries(id).getFirst();

    assertThat(done(webhooks.retry(id, first.id(), SAM))).isPresent();
    stage.opened(3);

    assertThat(
            stage.send(outbox, id, job -> job.messageId().equals(first.messageId()) ? BROKEN : OK))
        .as("a failure of what is sent again holds up nothing")
        .containsExactly(1L, 3L);
    assertThat(done(webhooks.retry(id + 1, first.id(), SAM))).isEmpty();
    assertThat(done(webhooks.retry(id, first.id() + 100, SAM))).isEmpty();
  }

  @Test
  void aTimeIsSentAgainInItsOrder() {
    long id = stage.endpointId();
    stage.opened(1);
    stage.send(outbox, id, _ -> OK);
    stage.pass(Duration.ofMinutes(10));
    var from = stage.clock().instant();
    stage.opened(2, 3);
    stage.send(outbox, id, _ -> OK);
    stage.pass(Duration.ofMinutes(10));
    stage.opened(4);
    stage.send(outbox, id, _ -> OK);

    assertThat(done(webhooks.replay(id, from, from.plusSeconds(1), SAM)))
        .contains(new Webhooks.Replayed(2, false));
    assertThat(stage.send(outbox, id, _ -> OK)).containsExactly(2L, 3L);
    assertThat(done(webhooks.replay(id + 1, from, from, SAM))).isEmpty();
  }

  @Test
  void whatIsDeletedIsGoneWithItsDeliveries() {
    long id = stage.endpointId();
    stage.opened(1);
    Job job = stage.next(outbox, id).orElseThrow();
    assertThat(done(webhooks.delete(id, SAM))).isTrue();
    assertThat(done(webhooks.delete(id, SAM))).isFalse();
    assertThat(stage.record(outbox, job, OK)).isEmpty();
    assertThat(stage.next(outbox, id)).isEmpty();
    assertThat(done(webhooks.of(id))).isEmpty();
  }
}
