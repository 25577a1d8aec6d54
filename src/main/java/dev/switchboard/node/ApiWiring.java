package dev.switchboard.node;

import dev.switchboard.access.AuditLog;
import dev.switchboard.access.Guarded;
import dev.switchboard.access.Right;
import dev.switchboard.access.TableAuditSearch;
import dev.switchboard.access.grant.PanelGrants;
import dev.switchboard.access.grant.ShardedGrants;
import dev.switchboard.access.grant.StaffMembership;
import dev.switchboard.access.grant.SuperAdministrators;
import dev.switchboard.access.grant.TrustedPanelRights;
import dev.switchboard.access.key.ApiKeyEntity;
import dev.switchboard.access.key.ApiKeys;
import dev.switchboard.access.key.KeyRows;
import dev.switchboard.access.key.ShardedApiKeys;
import dev.switchboard.access.login.DiscordOAuth;
import dev.switchboard.access.login.PanelSettings;
import dev.switchboard.access.login.TableLoginAttempts;
import dev.switchboard.access.session.SessionEntity;
import dev.switchboard.access.session.SessionRows;
import dev.switchboard.access.session.ShardedSessions;
import dev.switchboard.config.Settings;
import dev.switchboard.discord.DiscordSide;
import dev.switchboard.entity.Entities;
import dev.switchboard.feed.LiveFeed;
import dev.switchboard.feed.TableFeed;
import dev.switchboard.http.api.ApiOperations;
import dev.switchboard.http.api.AuditResource;
import dev.switchboard.http.api.AuthResource;
import dev.switchboard.http.api.BulkResource;
import dev.switchboard.http.api.CommunityResource;
import dev.switchboard.http.api.DeliveriesResource;
import dev.switchboard.http.api.FilesResource;
import dev.switchboard.http.api.Identities;
import dev.switchboard.http.api.MessagesResource;
import dev.switchboard.http.api.SearchResource;
import dev.switchboard.http.api.StatisticsResource;
import dev.switchboard.http.api.TicketActsResource;
import dev.switchboard.http.api.TicketOpeningsResource;
import dev.switchboard.http.api.TranscriptsResource;
import dev.switchboard.http.api.account.AccountOperations;
import dev.switchboard.http.api.account.LoginTrail;
import dev.switchboard.http.api.account.SessionOpening;
import dev.switchboard.http.api.bot.BotResource;
import dev.switchboard.http.api.bot.ConfigFacts;
import dev.switchboard.http.api.bot.ConfigResource;
import dev.switchboard.http.api.bot.ConfigTrail;
import dev.switchboard.http.api.live.EventsResource;
import dev.switchboard.http.api.live.PresenceResource;
import dev.switchboard.http.endpoint.Api;
import dev.switchboard.http.endpoint.Endpoints;
import dev.switchboard.http.endpoint.SameOrigin;
import dev.switchboard.http.endpoint.SessionCookie;
import dev.switchboard.http.health.HealthChecks;
import dev.switchboard.presence.ClusterPresence;
import dev.switchboard.presence.Presence;
import dev.switchboard.service.BotSwitch;
import dev.switchboard.settings.SettingsStore;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.Contacts;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Openings;
import dev.switchboard.ticket.TableActSources;
import dev.switchboard.ticket.TableUploads;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.read.SearchIndex;
import dev.switchboard.ticket.read.TableReplyDeliveries;
import dev.switchboard.ticket.read.TableTicketList;
import dev.switchboard.ticket.read.TableTicketMessages;
import dev.switchboard.ticket.read.TableTicketSearch;
import dev.switchboard.ticket.read.TableTicketStatistics;
import dev.switchboard.ticket.view.TranscriptPages;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** The REST API: sessions, permissions, and the list of all operations. */
final class ApiWiring {
  /** Longer than the journal's circuit breaker waits for a write, 10 s. */
  private static final Duration ANSWER = Duration.ofSeconds(12);

  /** Discord's answer at a login, for a person who waits. */
  private static final Duration DISCORD = Duration.ofSeconds(10);

  /** Between two looks for what is kept no longer. */
  private static final Duration FORGET = Duration.ofMinutes(10);

  /** Calls to Discord at logins block; each is a thread of its own that costs nearly nothing. */
  private static final Executor LOGINS =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("login-", 0).factory());

  private ApiWiring() {}

  /** What is asked by the operations on the bot as a whole. */
  record Steering(
      BotSwitch bot,
      SettingsStore store,
      LiveSettings live,
      DiscordSide discord,
      HealthChecks health) {}

  /**
   * The operations; nobody can sign in where the panel is off.
   *
   * @param side for the staff guild, and for the members and bans of the community guild
   * @param tickets with rights and the audit log
   * @param steering the ports of the bot as a whole and of the settings
   * @param dispatch shows members that staff are writing
   * @param transcripts the pages of tickets
   * @param accounts for signing in with local accounts
   * @param liveFeed for event streams
   * @param discordClock by which acts are dated, as those in Discord are
   */
  static Endpoints start(
      ActorContext<?> context,
      Settings settings,
      Guardian.Ground ground,
      AuditLog audit,
      DiscordSide side,
      Tickets tickets,
      Steering steering,
      Dispatch dispatch,
      Openings openings,
      Contacts contacts,
      TranscriptPages transcripts,
      AccountWiring accounts,
      LiveFeed liveFeed,
      Clock discordClock) {
    ActorSystem<?> system = context.getSystem();
    Clock clock = Clock.systemUTC();
    Database database = ground.database();
    PanelSettings panel = settings.panel();
    StaffMembership staff = side.staff();
    ShardedSessions sessions =
        new ShardedSessions(
            Entities.of(system, SessionEntity.KIND, ANSWER),
            new SessionRows(database),
            new ShardedSessions.Terms(panel.sessionIdle(), panel.sessionLifetime()),
            accounts.standings(),
            clock);
    TableActSources sources = new TableActSources(database);
    TableFeed feed = new TableFeed(database);
    TableUploads uploads = new TableUploads(database);
    TableTicketMessages messages = new TableTicketMessages(database);
    BackgroundWork background = new BackgroundWork(system);
    background.every(
        FORGET,
        () -> {
          background.noting("Sessions that are over are deleted", sessions.forget());
          background.noting("Old requests are deleted", sources.forget());
          background.noting("Old events are deleted", feed.forget());
          background.noting("Files that were never sent are deleted", uploads.forget());
        });
    background.every(SearchIndex.POLL, new SearchIndex(database)::look);
    SuperAdministrators supers =
        new SuperAdministrators(
            new HashSet<>(panel.superAdminUsers()), new HashSet<>(panel.superAdminRoles()));
    TrustedPanelRights rights =
        new TrustedPanelRights(
            supers,
            staff,
            new ShardedGrants(Entities.of(system, PanelGrants.KIND, ANSWER), clock, supers));
    ApiKeys keys =
        Guarded.port(
            ApiKeys.class,
            new ShardedApiKeys(
                Entities.of(system, ApiKeyEntity.KIND, ANSWER), new KeyRows(database), clock),
            Right.MANAGE_KEYS);
    ComposerWiring.Ports composer =
        ComposerWiring.start(
            system, database, tickets, uploads, rights, settings.languages().words(), discordClock);
    Optional<URI> publicUrl = settings.http().publicUrl();
    AccountOperations accountOperations =
        new AccountOperations(
            accounts.accounts(),
            accounts.own(),
            accounts.standings(),
            panel
                .client()
                .map(client ->
                    new DiscordOAuth(
                        client, settings.discord().access().apiUrl(), LOGINS, DISCORD)),
            new TableLoginAttempts(database, clock),
            new SessionOpening(sessions, new SessionCookie(publicUrl), panel.sessionLifetime()),
            new LoginTrail(audit, clock),
            rights);
    Optional<AuthResource> signIn =
        accountOperations
            .discord()
            .map(discord ->
                new AuthResource(
                    new AuthResource.Ports(
                        discord,
                        accountOperations.attempts(),
                        accountOperations.opening(),
                        accountOperations.accounts(),
                        accountOperations.own(),
                        accountOperations.trail()),
                    new SameOrigin(publicUrl)));
    TableTicketList list = new TableTicketList(database);
    Presence presence = ClusterPresence.start(context);
    return new Api(
            new Identities(sessions, rights, keys, accounts.standings()), audit, publicUrl, clock)
        .serving(
            ApiOperations.of(
                new ApiOperations.Ports(
                    signIn,
                    accountOperations,
                    rights,
                    sessions,
                    rights.noticed(),
                    staff,
                    keys,
                    list,
                    composer.marks(),
                    composer.composer(),
                    new MessagesResource(messages),
                    new TicketActsResource(
                        tickets, sources, composer.composer(), uploads, staff, discordClock),
                    new BotResource(
                        new BotDesk(
                            steering.bot(),
                            steering.discord(),
                            steering.live(),
                            new TableTicketList(database),
                            clock),
                        steering.health()::look),
                    new ConfigResource(
                        steering.store(),
                        settings.managed().configured(),
                        new ConfigFacts(
                            settings.discord().place().logChannel().isPresent(),
                            panel.client().isPresent(),
                            settings.managed()::origin),
                        new ConfigTrail(audit, clock),
                        steering.live()::changed,
                        clock),
                    new EventsResource(liveFeed, presence, sessions, rights),
                    new PresenceResource(
                        presence,
                        list,
                        settings.ticket().relay().typing()
                            ? ticket -> showTyping(tickets, dispatch, ticket)
                            : _ -> {}),
                    new SearchResource(new TableTicketSearch(database)),
                    new StatisticsResource(new TableTicketStatistics(database, clock)),
                    new AuditResource(new TableAuditSearch(database)),
                    new CommunityResource(list, side.members(), side.bans()),
                    new TicketOpeningsResource(
                        openings, contacts, tickets, sources, staff, discordClock),
                    new FilesResource(
                        ground.files(),
                        uploads,
                        messages,
                        tickets,
                        settings.discord().limits().uploadLimit()),
                    new DeliveriesResource(new TableReplyDeliveries(database)),
                    new TranscriptsResource(transcripts),
                    new BulkResource(composer.bulk(), list, staff),
                    sources,
                    WebhookWiring.start(system, settings, database, audit, side.dispatch())),
                clock));
  }

  /** Shows the member that staff are writing to them, as typing in the channel does. */
  private static void showTyping(Tickets tickets, Dispatch dispatch, long ticket) {
    var _ =
        tickets
            .ask(ticket, new TicketQuery.Look())
            .thenAccept(overview ->
                overview
                    .ticket()
                    .filter(summary -> summary.dmChannel() != 0 && !summary.closing())
                    .ifPresent(summary -> dispatch.type(summary.dmChannel())));
  }
}
