package dev.switchboard.node;

import dev.switchboard.access.AccessRefused;
import dev.switchboard.access.AdminGrants;
import dev.switchboard.access.AdminSettings;
import dev.switchboard.access.AdminTokens;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.AuditRetention;
import dev.switchboard.access.CappedAuditLog;
import dev.switchboard.access.Gatekeeper;
import dev.switchboard.access.Guarded;
import dev.switchboard.access.Lockout;
import dev.switchboard.access.Right;
import dev.switchboard.access.RootToken;
import dev.switchboard.access.ShardedAdminTokens;
import dev.switchboard.access.TableAuditLog;
import dev.switchboard.account.Accounts;
import dev.switchboard.config.Settings;
import dev.switchboard.discord.DiscordSide;
import dev.switchboard.entity.Entities;
import dev.switchboard.rpc.AdminRpc;
import dev.switchboard.rpc.Resource;
import dev.switchboard.rpc.Resources;
import dev.switchboard.rpc.resource.AuditResource;
import dev.switchboard.rpc.resource.QueueResource;
import dev.switchboard.rpc.resource.QueueStatusResource;
import dev.switchboard.rpc.resource.StatusResource;
import dev.switchboard.rpc.resource.StorageResource;
import dev.switchboard.rpc.resource.TokensResource;
import dev.switchboard.service.Traffic;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.erase.Erasing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin RPC: its tokens, its resources and the audit log. */
final class AdminWiring {
  /** Longer than the journal's circuit breaker waits for a write, 10 s. */
  private static final Duration ANSWER = Duration.ofSeconds(12);

  private static final Logger LOG = LoggerFactory.getLogger(AdminWiring.class);

  private AdminWiring() {}

  /**
   * The parts of the server that administrators read and change.
   *
   * @param traffic the traffic of the managed services
   * @param more resources beside those of the server itself
   */
  record Ports(
      Database database,
      AuditLog audit,
      DiscordSide discord,
      Accounts accounts,
      Erasing erasing,
      Supplier<CompletionStage<Optional<Traffic>>> traffic,
      List<Resource> more) {}

  /**
   * Without a usable file the admin command is counted by its address; the server starts all the
   * same.
   */
  private static RootToken local(Settings settings) {
    Path file = settings.data().localProof();
    try {
      return RootToken.of("", file);
    } catch (AccessRefused refused) {
      LOG.warn("The admin command is not told from strangers here: {}", refused.getMessage());
      return new RootToken.Off();
    }
  }

  /** Opens the audit log; it is flushed when the server stops. */
  static AuditLog audit(ActorSystem<?> system, AdminSettings.Audit kept, Database database) {
    TableAuditLog table = new TableAuditLog(database);
    CappedAuditLog audit = new CappedAuditLog(table, kept.refusalsPerMinute(), Clock.systemUTC());
    AuditRetention.begin(system, database, kept);
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseServiceStop(),
            "audit-log",
            () -> audit.flush().thenCompose(_ -> table.flush()));
    return audit;
  }

  static AdminRpc start(ActorContext<?> context, RootToken root, Settings settings, Ports ports) {
    Clock clock = Clock.systemUTC();
    AdminTokens tokens =
        new ShardedAdminTokens(Entities.of(context.getSystem(), AdminGrants.KIND, ANSWER), clock);
    ServerReport report =
        new ServerReport(
            ports.database(), ports.discord(), settings.data(), ports.accounts(), clock);
    return new AdminRpc(
        context,
        new Gatekeeper(root, tokens, new Lockout(System::nanoTime), local(settings)),
        ports.audit(),
        clock,
        new Resources(
            Stream.concat(
                    Stream.of(
                        new StatusResource(report.status(), ports.traffic(), clock),
                        new StorageResource(report.storage()),
                        new TokensResource(
                            Guarded.port(AdminTokens.class, tokens, Right.MANAGE_TOKENS), clock),
                        new QueueResource(ports.erasing(), ports.accounts()),
                        new QueueStatusResource(report.status(), clock),
                        new AuditResource(ports.audit())),
                    ports.more().stream())
                .toList(),
            settings.managed().elsewhere()));
  }
}
