package dev.switchboard.node;

import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.Guarded;
import dev.switchboard.access.Right;
import dev.switchboard.access.Surface;
import dev.switchboard.config.Settings;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.webhook.SocketTransport;
import dev.switchboard.webhook.TableWebhooks;
import dev.switchboard.webhook.WebhookSender;
import dev.switchboard.webhook.Webhooks;
import java.time.Clock;
import java.time.Duration;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;

/** Webhooks: the sender of this node, and the port to the endpoints. */
final class WebhookWiring {
  private static final int OK = 200;
  private static final Duration FORGET = Duration.ofMinutes(10);

  private WebhookWiring() {}

  static Webhooks start(
      ActorSystem<?> system,
      Settings settings,
      Database database,
      AuditLog audit,
      Dispatch dispatch) {
    Clock clock = Clock.systemUTC();
    WebhookNotice notice =
        new WebhookNotice(
            settings.discord().place().logChannel(), dispatch, settings.languages().words(), clock);
    WebhookSender sender =
        new WebhookSender(
            database,
            new SocketTransport(settings.webhooks()),
            settings.http().publicUrl(),
            clock,
            off -> {
              notice.tell(off);
              note(system, audit, off, clock);
            });
    BackgroundWork background = new BackgroundWork(system);
    background.every(WebhookSender.POLL, sender::look);
    background.every(
        FORGET, () -> background.noting("Old deliveries are deleted", sender.forget()));
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseServiceStop(),
            "webhooks",
            () -> sender.stop().handle((_, _) -> Done.getInstance()));
    return Guarded.port(
        Webhooks.class,
        new TableWebhooks(database, settings.webhooks(), settings.http().publicUrl(), clock),
        Right.MANAGE_KEYS);
  }

  private static void note(
      ActorSystem<?> system, AuditLog audit, WebhookSender.Off off, Clock clock) {
    var _ =
        audit
            .write(
                new AuditEntry(
                    clock.instant(),
                    "webhooks",
                    "",
                    Surface.NODE.word(),
                    "POST",
                    "/api/webhooks/" + off.webhook() + "/off",
                    OK,
                    "{\"reason\":\"%s\",\"delivery\":\"%d\"}"
                        .formatted(off.why().word(), off.delivery())))
            .whenComplete((_, failure) -> {
              if (failure != null) {
                system.log().warn("Not in the audit log: {}", failure.toString());
              }
            });
  }
}
