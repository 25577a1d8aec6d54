package dev.switchboard.http.api;

import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.AuditSearch;
import dev.switchboard.access.Guarded;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.grant.Grant;
import dev.switchboard.access.grant.Grants;
import dev.switchboard.access.grant.Member;
import dev.switchboard.access.grant.PanelAccess;
import dev.switchboard.access.grant.PanelRights;
import dev.switchboard.access.grant.Permission;
import dev.switchboard.access.grant.StaffMembership;
import dev.switchboard.access.grant.StaffRoles;
import dev.switchboard.access.grant.Subject;
import dev.switchboard.access.key.ApiKeys;
import dev.switchboard.access.key.Key;
import dev.switchboard.access.key.KeyHolder;
import dev.switchboard.access.key.KeyPermission;
import dev.switchboard.access.login.IdentityProvider;
import dev.switchboard.access.login.LoginAttempts;
import dev.switchboard.access.login.Pkce;
import dev.switchboard.access.session.AccountStandings;
import dev.switchboard.access.session.Client;
import dev.switchboard.access.session.Holder;
import dev.switchboard.access.session.LiveSession;
import dev.switchboard.access.session.Sessions;
import dev.switchboard.account.Accounts;
import dev.switchboard.account.OwnAccounts;
import dev.switchboard.bulk.BulkJobs;
import dev.switchboard.composer.Drafts;
import dev.switchboard.composer.HeldReplies;
import dev.switchboard.discord.FakeTickets;
import dev.switchboard.feed.Feed;
import dev.switchboard.feed.LiveFeed;
import dev.switchboard.http.api.account.AccountOperations;
import dev.switchboard.http.api.account.LoginTrail;
import dev.switchboard.http.api.account.SessionOpening;
import dev.switchboard.http.api.bot.BotControl;
import dev.switchboard.http.api.bot.BotResource;
import dev.switchboard.http.api.bot.ConfigFacts;
import dev.switchboard.http.api.bot.ConfigResource;
import dev.switchboard.http.api.bot.ConfigTrail;
import dev.switchboard.http.api.live.EventsResource;
import dev.switchboard.http.api.live.PresenceResource;
import dev.switchboard.http.endpoint.Api;
import dev.switchboard.http.endpoint.ApiRequest;
import dev.switchboard.http.endpoint.ApiResponse;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Endpoints;
import dev.switchboard.http.endpoint.PlayedApi;
import dev.switchboard.http.endpoint.PlayedTrail;
import dev.switchboard.http.endpoint.SameOrigin;
import dev.switchboard.http.endpoint.SessionCookie;
import dev.switchboard.http.health.Health;
import dev.switchboard.http.health.HealthChecks;
import dev.switchboard.presence.Presence;
import dev.switchboard.presence.PresenceState;
import dev.switchboard.presence.Viewer;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Origin;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingsBatch;
import dev.switchboard.settings.SettingsBook;
import dev.switchboard.settings.SettingsInMemory;
import dev.switchboard.settings.SettingsStore;
import dev.switchboard.storage.FileStore;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.Bans;
import dev.switchboard.ticket.Contacts;
import dev.switchboard.ticket.Members;
import dev.switchboard.ticket.Openings;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.Uploads;
import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.OpeningRequest;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.view.Part;
import dev.switchboard.ticket.view.Position;
import dev.switchboard.ticket.view.ReadMarks;
import dev.switchboard.ticket.view.ReplyDeliveries;
import dev.switchboard.ticket.view.TicketList;
import dev.switchboard.ticket.view.TicketMessages;
import dev.switchboard.ticket.view.TicketSearch;
import dev.switchboard.ticket.view.TicketStatistics;
import dev.switchboard.ticket.view.TranscriptPages;
import dev.switchboard.webhook.Webhooks;
import dev.switchboard.webhook.WebhooksInMemory;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import org.apache.pekko.Done;

/**
 * All operations of the product, on ports in memory that have what the examples of {@code
 * openapi.yaml} name: a session, a key, a grant and a ticket of number 1. What is changed there is
 * noted.
 */
final class PlayedDesk {
  static final String SESSION = "s".repeat(43);
  static final String KEY = "rustmail_" + "0".repeat(64);
  static final String BROWSER = "b".repeat(43);

  /** Of the example of {@code /api/auth/callback}. */
  private static final String STATE = "15773059ghq9183habn";

  private static final long USER = 123_456_789_012_345_678L;
  private static final long ROLE = 223_456_789_012_345_678L;
  private static final long CHANNEL = 323_456_789_012_345_678L;
  private static final String OWN = "c".repeat(64);
  private static final String OTHER = "0123456789abcdef".repeat(4);
  private static final String OF_ACCOUNT = "e".repeat(64);
  private static final String OF_SAM = "f".repeat(64);
  private static final Instant NOW = PlayedApi.NOW;
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Optional<URI> PUBLIC = Optional.of(URI.create(PlayedApi.ORIGIN));

  private static final ConfiguredDefaults CONFIGURED =
      new ConfiguredDefaults(
          Map.of(
              Setting.WELCOME_MESSAGE, "Hello!",
              Setting.SIGNATURE, "name",
              Setting.ANONYMOUS_NAME, "Staff Team",
              Setting.NEW_TICKETS_PER_MINUTE, "60"),
          List.of());

  private final HealthChecks health = new HealthChecks(new PlayedHealth(), CLOCK);
  private final List<String> changes = new ArrayList<>();
  private final Set<Right> rights;
  private final Set<KeyPermission> permissions;
  private final List<Endpoint> operations;
  private final Endpoints serving;
  private Optional<RuntimeException> failure = Optional.empty();

  /** Where the session has every right, and the key every permission. */
  PlayedDesk() {
    this(EnumSet.allOf(Right.class), EnumSet.allOf(KeyPermission.class));
  }

  PlayedDesk(Set<Right> rights, Set<KeyPermission> permissions) {
    this.rights = rights;
    this.permissions = permissions;
    Sessions sessions = port(Sessions.class, new PlayedSessions());
    PanelRights panel = port(PanelRights.class, this::access);
    ApiKeys keys =
        Guarded.port(ApiKeys.class, port(ApiKeys.class, new PlayedKeys()), Right.MANAGE_KEYS);
    PlayedComposer composed = new PlayedComposer(changes::add);
    Composer composer =
        new Composer(port(Drafts.class, composed), port(HeldReplies.class, composed));
    PlayedAccounts played = new PlayedAccounts(changes::add, USER);
    AccountOperations accounts =
        new AccountOperations(
            port(Accounts.class, played),
            port(OwnAccounts.class, played.own()),
            port(AccountStandings.class, played.standings()),
            Optional.of(port(IdentityProvider.class, new PlayedDiscord())),
            port(LoginAttempts.class, new PlayedAttempts()),
            new SessionOpening(sessions, new SessionCookie(PUBLIC), Duration.ofDays(30)),
            new LoginTrail(new PlayedTrail(), CLOCK),
            panel);
    this.operations =
        ApiOperations.of(
            new ApiOperations.Ports(
                Optional.of(
                    new AuthResource(
                        new AuthResource.Ports(
                            accounts.discord().orElseThrow(),
                            accounts.attempts(),
                            accounts.opening(),
                            accounts.accounts(),
                            accounts.own(),
                            accounts.trail()),
                        new SameOrigin(PUBLIC))),
                accounts,
                panel,
                sessions,
                port(Grants.class, new PlayedGrants()),
                port(StaffMembership.class, new PlayedStaff()),
                keys,
                port(TicketList.class, new PlayedTickets()),
                port(ReadMarks.class, composed),
                composer,
                new MessagesResource(port(TicketMessages.class, new PlayedMessages())),
                new TicketActsResource(
                    port(Tickets.class, acted()),
                    port(ActSources.class, new PlayedSources()),
                    composer,
                    port(Uploads.class, uploads()),
                    port(StaffMembership.class, new PlayedStaff()),
                    CLOCK),
                new BotResource(
                    port(
                        BotControl.class,
                        Guarded.port(BotControl.class, new PlayedBot(), Right.STEER_BOT)),
                    () -> health.look()),
                new ConfigResource(
                    port(
                        SettingsStore.class,
                        Guarded.port(
                            SettingsStore.class, new PlayedSettings(), Right.CHANGE_SETTINGS)),
                    CONFIGURED,
                    new ConfigFacts(true, true, _ -> Origin.DEFAULT),
                    new ConfigTrail(new PlayedTrail(), CLOCK),
                    _ -> changes.add("settings taken"),
                    CLOCK),
                new EventsResource(
                    new LiveFeed(port(Feed.class, new PlayedFeed())),
                    new PlayedPresence(),
                    sessions,
                    panel),
                new PresenceResource(
                    new PlayedPresence(),
                    port(TicketList.class, new PlayedTickets()),
                    _ -> changes.add("typing")),
                new SearchResource(port(TicketSearch.class, new PlayedSearch())),
                new StatisticsResource(port(TicketStatistics.class, PlayedDesk::figures)),
                new AuditResource(port(AuditSearch.class, PlayedDesk::audited)),
                new CommunityResource(
                    port(TicketList.class, new PlayedTickets()),
                    port(
                        Members.class,
                        user -> done(new Profile.Present("Ally", NOW, List.of("Regular")))),
                    port(Bans.class, PlayedDesk::banned)),
                new TicketOpeningsResource(
                    Guarded.port(
                        Openings.class, port(Openings.class, this::opening), Right.ANSWER_MEMBERS),
                    port(Contacts.class, PlayedDesk::contact),
                    port(Tickets.class, ticket(true)),
                    port(ActSources.class, new PlayedSources()),
                    port(StaffMembership.class, new PlayedStaff()),
                    CLOCK),
                new FilesResource(
                    port(FileStore.class, new FilesInMemory()),
                    port(Uploads.class, uploads()),
                    port(TicketMessages.class, new PlayedMessages()),
                    port(Tickets.class, ticket(false)),
                    1 << 20),
                new DeliveriesResource(port(ReplyDeliveries.class, PlayedDesk::deliveries)),
                new TranscriptsResource(port(TranscriptPages.class, PlayedDesk::page)),
                new BulkResource(
                    Guarded.port(
                        BulkJobs.class, port(BulkJobs.class, new PlayedJobs()), Right.VIEW_TICKETS),
                    port(TicketList.class, new PlayedTickets()),
                    port(StaffMembership.class, new PlayedStaff())),
                port(ActSources.class, new PlayedSources()),
                port(
                    Webhooks.class,
                    Guarded.port(
                        Webhooks.class,
                        new WebhooksInMemory(changes::add, CLOCK),
                        Right.MANAGE_KEYS))),
            CLOCK);
    this.serving =
        PlayedApi.whereNoTimePasses(
            new Api(
                new Identities(sessions, panel, keys, accounts.standings()),
                new PlayedTrail(),
                PUBLIC,
                CLOCK),
            operations);
  }

  /** A bot that does what it is asked for. */
  private final class PlayedBot implements BotControl {
    @Override
    public CompletionStage<Status> status() {
      return PlayedDesk.done(
          new Status(BotControl.State.ONLINE, Duration.ofHours(1), "DM for support", 2, 15));
    }

    private CompletionStage<Done> noted(String act) {
      changes.add(act);
      return PlayedDesk.done(Done.getInstance());
    }

    @Override
    public CompletionStage<Done> start(Principal by) {
      return noted("started");
    }

    @Override
    public CompletionStage<Done> stop(Principal by) {
      return noted("stopped");
    }

    @Override
    public CompletionStage<Done> restart(Principal by) {
      return noted("restarted");
    }
  }

  /** Settings in memory; each change is noted. */
  private final class PlayedSettings implements SettingsStore {
    private final SettingsStore memory = new SettingsInMemory(CONFIGURED);

    @Override
    public CompletionStage<SettingsBook> read() {
      return memory.read();
    }

    @Override
    public CompletionStage<SettingsBatch.Present> readVersion() {
      return memory.readVersion();
    }

    @Override
    public CompletionStage<Outcome> change(SettingsBook.Command command, Principal by) {
      changes.add("setting changed");
      return memory.change(command, by);
    }

    @Override
    public CompletionStage<SettingsBatch.Outcome> changeAll(SettingsBatch batch, Principal by) {
      changes.add("settings changed");
      return memory.changeAll(batch, by);
    }
  }

  private static final class PlayedHealth implements Health {
    @Override
    public CompletionStage<Boolean> database() {
      return PlayedDesk.done(true);
    }

    @Override
    public Bot bot() {
      return new Bot(true, true, OptionalLong.of(42), Optional.of(NOW));
    }

    @Override
    public List<String> unreadable() {
      return List.of();
    }
  }

  /** From now on every port fails. */
  PlayedDesk failing(RuntimeException with) {
    failure = Optional.of(with);
    return this;
  }

  List<Endpoint> operations() {
    return operations;
  }

  /** What was changed, in order. */
  List<String> changes() {
    return changes;
  }

  ApiResponse answer(ApiRequest request) {
    return serving.answer(request).toCompletableFuture().join();
  }

  private <T> T port(Class<T> type, T port) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (failure.isPresent() && method.getReturnType() == CompletionStage.class) {
                return CompletableFuture.failedStage(failure.get());
              }
              try {
                return method.invoke(port, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedStage(value);
  }

  private static Member member() {
    return new Member(USER, "Anna", "anna", Optional.of("0a1b"), Set.of(ROLE));
  }

  private CompletionStage<PanelAccess> access(long user) {
    return done(
        new PanelAccess(Optional.of(member()), false, rights, EnumSet.allOf(Permission.class)));
  }

  private final class PlayedSessions implements Sessions {
    private final Map<String, Listed> live = new TreeMap<>();

    PlayedSessions() {
      live.put(OWN, listed(OWN));
      live.put(OTHER, listed(OTHER));
      live.put(OF_ACCOUNT, listed(OF_ACCOUNT, PlayedAccounts.HOLDER));
      live.put(
          OF_SAM,
          listed(
              OF_SAM, new Holder.DiscordUser(987_654_321_098_765_432L, "Sam", Optional.empty())));
    }

    private static Listed listed(String id) {
      return listed(id, new Holder.DiscordUser(USER, "Anna", Optional.empty()));
    }

    private static Listed listed(String id, Holder anna) {
      Client client = new Client("192.0.2.1", "Mozilla/5.0");
      return new Listed(
          id,
          new LiveSession(
              anna, NOW, client, NOW, client, Duration.ofDays(7), NOW.plus(Duration.ofDays(30))));
    }

    @Override
    public CompletionStage<Opened> open(Holder holder, Client client) {
      changes.add("session opened");
      return done(new Opened("n".repeat(43), listed("d".repeat(64))));
    }

    @Override
    public CompletionStage<Optional<Listed>> use(String token, Client client) {
      return done(token.equals(SESSION) ? Optional.ofNullable(live.get(OWN)) : Optional.empty());
    }

    @Override
    public CompletionStage<Boolean> isLive(String id) {
      return done(live.containsKey(id));
    }

    @Override
    public CompletionStage<List<Listed>> of(Holder holder) {
      return done(
          live.values().stream()
              .filter(one -> one.session().holder().key().equals(holder.key()))
              .toList());
    }

    @Override
    public CompletionStage<Page> page(Optional<Listed.Place> after, int most) {
      return done(new Page(List.copyOf(live.values()), Optional.of(new Listed.Place(NOW, OTHER))));
    }

    @Override
    public CompletionStage<Optional<Listed>> find(String id) {
      return done(Optional.ofNullable(live.get(id)));
    }

    @Override
    public CompletionStage<Boolean> logOut(String token, Principal by) {
      changes.add("logged out");
      return done(live.remove(OWN) != null);
    }

    @Override
    public CompletionStage<Boolean> end(String id, Principal by) {
      changes.add("session ended");
      return done(live.remove(id) != null);
    }

    @Override
    public CompletionStage<Integer> endAll(Holder holder, Optional<String> except, Principal by) {
      List<String> ended =
          live.values().stream()
              .filter(one -> one.session().holder().key().equals(holder.key()))
              .map(Listed::id)
              .filter(id -> !except.equals(Optional.of(id)))
              .toList();
      ended.forEach(live::remove);
      if (!ended.isEmpty()) {
        changes.add("sessions ended");
      }
      return done(ended.size());
    }
  }

  private final class PlayedGrants implements Grants {
    private final Map<Long, Grant> all = new TreeMap<>();

    PlayedGrants() {
      all.put(1L, new Grant(1, Subject.role(ROLE), Permission.VIEW_TICKETS, "7 (Sam)", NOW));
    }

    @Override
    public CompletionStage<List<Grant>> all() {
      return done(List.copyOf(all.values()));
    }

    @Override
    public CompletionStage<Granting> grant(Subject subject, Permission permission, Principal by) {
      if (!by.may(Right.MANAGE_PERMISSIONS)) {
        return CompletableFuture.failedStage(new NotPermitted(by, Right.MANAGE_PERMISSIONS));
      }
      changes.add("granted");
      Grant grant = new Grant(all.size() + 1L, subject, permission, by.name(), NOW);
      all.put(grant.id(), grant);
      return done(new Granting.Granted(grant, true));
    }

    @Override
    public CompletionStage<Revoking> revoke(long id, Principal by) {
      if (!by.may(Right.MANAGE_PERMISSIONS)) {
        return CompletableFuture.failedStage(new NotPermitted(by, Right.MANAGE_PERMISSIONS));
      }
      Optional<Grant> revoked = Optional.ofNullable(all.remove(id));
      revoked.ifPresent(_ -> changes.add("revoked"));
      return done(revoked.<Revoking>map(Revoking.Revoked::new).orElseGet(Revoking.Unknown::new));
    }
  }

  private static final class PlayedStaff implements StaffMembership {
    @Override
    public CompletionStage<Optional<Member>> of(long user) {
      return done(Optional.of(member()));
    }

    @Override
    public CompletionStage<List<Member>> members(long after, int limit) {
      return done(List.of(member()));
    }

    @Override
    public CompletionStage<StaffRoles> roles() {
      return done(
          new StaffRoles(
              ROLE + 1, USER, List.of(new StaffRoles.Role(ROLE, "Support", 0x3498db, 2, false))));
    }
  }

  private final class PlayedKeys implements ApiKeys {
    private final Map<Long, Key> all = new TreeMap<>();

    PlayedKeys() {
      all.put(1L, key(1, "Website", permissions, Optional.empty()));
    }

    private static Key key(
        long number, String name, Set<KeyPermission> permissions, Optional<Instant> expires) {
      return new Key(
          number,
          name,
          "rustmail_00000000",
          permissions,
          NOW,
          "7 (Sam)",
          expires,
          Optional.empty(),
          Optional.empty());
    }

    @Override
    public CompletionStage<Creating> create(
        String name, Set<KeyPermission> permissions, Optional<Instant> expires, Principal by) {
      if (expires.filter(end -> !NOW.isBefore(end)).isPresent()) {
        return done(new Creating.Refused(Reason.EXPIRED_ALREADY));
      }
      changes.add("key created");
      Key key = key(all.size() + 1L, name, permissions, expires);
      all.put(key.number(), key);
      return done(new Creating.Created(KEY, key));
    }

    @Override
    public CompletionStage<Boolean> revoke(long number, Principal by) {
      Optional<Key> known = Optional.ofNullable(all.get(number));
      known.ifPresent(key -> {
        changes.add("key revoked");
        all.put(
            number,
            new Key(
                number,
                key.name(),
                key.preview(),
                key.permissions(),
                key.created(),
                key.by(),
                key.expires(),
                Optional.of(new Key.Revocation(by.name(), NOW)),
                Optional.of(NOW)));
      });
      return done(known.isPresent());
    }

    @Override
    public CompletionStage<Boolean> delete(long number, Principal by) {
      boolean there = all.remove(number) != null;
      if (there) {
        changes.add("key deleted");
      }
      return done(there);
    }

    @Override
    public CompletionStage<List<Key>> all() {
      return done(all.values().stream().sorted(Comparator.comparingLong(Key::number)).toList());
    }

    @Override
    public CompletionStage<Optional<KeyHolder>> holder(String presented) {
      return done(
          Optional.ofNullable(presented.equals(KEY) ? all.get(1L) : null)
              .filter(key -> key.isGoodAt(NOW))
              .map(key -> new KeyHolder(1, key.name(), key.permissions())));
    }
  }

  private static final class PlayedTickets implements TicketList {
    private static final Row ROW =
        new Row(1, USER, "alice", OptionalLong.of(CHANNEL), NOW, true, 12);

    @Override
    public CompletionStage<TicketList.Page> page(Filter filter, int limit, int offset) {
      return done(new TicketList.Page(List.of(ROW), 1));
    }

    @Override
    public CompletionStage<Optional<Row>> find(long ticket) {
      return done(ticket == 1 ? Optional.of(ROW) : Optional.empty());
    }

    private static final Details DETAILS =
        new Details(
            1,
            3,
            USER,
            "alice",
            "Alice",
            TicketList.State.CLOSED,
            Priority.NORMAL,
            OptionalLong.of(CHANNEL),
            NOW,
            Optional.of(new Closure(Optional.of(NOW), USER, "Anna", "", false, Optional.of(NOW))),
            1,
            1,
            0,
            Optional.of(NOW),
            Optional.of(NOW),
            Optional.of(new Preview(1, true, USER, "Alice", "hello", NOW)),
            Optional.empty(),
            new TicketList.Relations(
                OptionalLong.empty(), OptionalLong.of(3), OptionalLong.of(2), List.of()));

    @Override
    public CompletionStage<Part<Details>> part(TicketList.Wanted wanted, Way way) {
      return done(new Part<>(List.of(DETAILS), true));
    }

    @Override
    public CompletionStage<Count> count(TicketList.Wanted wanted) {
      return done(new Count(1, true));
    }

    @Override
    public CompletionStage<List<Long>> numbers(TicketList.Wanted wanted, int most) {
      return done(List.of(1L));
    }

    @Override
    public CompletionStage<Optional<MemberSummary>> member(long user) {
      return done(
          user == USER
              ? Optional.of(new MemberSummary(USER, "alice", "Alice", 2, 1, NOW))
              : Optional.empty());
    }

    @Override
    public CompletionStage<Optional<Details>> details(long ticket) {
      return done(ticket == 1 ? Optional.of(DETAILS) : Optional.empty());
    }
  }

  private final class PlayedJobs implements BulkJobs {
    private static final Job JOB =
        new Job(1, "close", State.RUNNING, 2, 0, 1, 0, 1, NOW, Optional.empty());

    @Override
    public CompletionStage<BulkJobs.Begun> begin(Principal by, Order order) {
      return Guarded.with(
          by,
          order.act().right(),
          () -> {
            changes.add("job begun");
            return done(new BulkJobs.Begun.Started(JOB, false));
          });
    }

    @Override
    public CompletionStage<List<Job>> all(Principal by) {
      return done(List.of(JOB));
    }

    @Override
    public CompletionStage<Optional<Job>> job(Principal by, long number) {
      return done(number == 1 ? Optional.of(JOB) : Optional.empty());
    }

    @Override
    public CompletionStage<Optional<Part<Result>>> results(
        Principal by, long number, int after, int limit) {
      Result result = new Result(1, 7, Fate.REFUSED, "ticket_closed");
      return done(number == 1 ? Optional.of(new Part<>(List.of(result), true)) : Optional.empty());
    }

    @Override
    public CompletionStage<Optional<Job>> cancel(Principal by, long number) {
      if (number == 1) {
        changes.add("job cancelled");
      }
      return job(by, number);
    }
  }

  private static final class PlayedSearch implements TicketSearch {
    @Override
    public CompletionStage<Part<Hit>> messages(
        TicketSearch.Wanted wanted, Optional<Place> after, int limit) {
      Hit hit =
          new Hit(
              1,
              1,
              TicketMessages.Kind.MEMBER,
              USER,
              "Alice",
              NOW,
              List.of(new Piece("hel", true), new Piece("lo", false)));
      return done(new Part<>(List.of(hit), true));
    }

    @Override
    public CompletionStage<List<TicketList.Row>> tickets(TicketSearch.Wanted wanted) {
      return done(List.of(PlayedTickets.ROW));
    }
  }

  private static CompletionStage<TicketStatistics.Figures> figures(int days) {
    TicketStatistics.Times times =
        new TicketStatistics.Times(
            1,
            Optional.of(Duration.ofMinutes(2)),
            Optional.of(Duration.ofMinutes(1)),
            Optional.of(Duration.ofMinutes(5)));
    LocalDate today = NOW.atZone(ZoneOffset.UTC).toLocalDate();
    return done(
        new TicketStatistics.Figures(
            NOW,
            NOW.minus(Duration.ofDays(days - 1)),
            new TicketStatistics.Now(3, 1, 5, 1, 2, 4),
            times,
            times,
            today
                .minusDays(days - 1)
                .datesUntil(today.plusDays(1))
                .map(day -> new TicketStatistics.Day(day, 1, 1, Optional.of(Duration.ofMinutes(2))))
                .toList(),
            Collections.nCopies(24, 1L),
            List.of(new TicketStatistics.StaffMember(USER, "Anna", 7, 2, Optional.empty()))));
  }

  private static CompletionStage<List<AuditLog.Numbered>> audited(
      AuditSearch.Wanted wanted, OptionalLong behind, int most) {
    return done(
        List.of(
            new AuditLog.Numbered(
                9,
                new AuditEntry(
                    NOW,
                    USER + " (Anna)",
                    "192.0.2.1",
                    "panel",
                    "POST",
                    "/tickets/1/reply",
                    200,
                    "{\"length\":5}"))));
  }

  private static CompletionStage<Bans.Answer> banned(long after, int limit) {
    return done(
        new Bans.Answer.Listed(
            List.of(new Bans.Ban(USER, "alice", "Alice", Optional.empty(), Optional.of("spam")))));
  }

  private UploadsInMemory uploads() {
    return new UploadsInMemory(() -> changes.add("uploaded"));
  }

  private static CompletionStage<Optional<Part<ReplyDeliveries.Delivery>>> deliveries(
      long ticket, Optional<ReplyDeliveries.State> state, Position position) {
    ReplyDeliveries.Delivery delivery =
        new ReplyDeliveries.Delivery(1, ReplyDeliveries.State.SENT, "", "", NOW, Optional.of(NOW));
    return done(ticket == 1 ? Optional.of(new Part<>(List.of(delivery), true)) : Optional.empty());
  }

  private static final class PlayedMessages implements TicketMessages {
    @Override
    public CompletionStage<Optional<Part<Message>>> part(
        long ticket, Audience audience, Position position) {
      return messages(ticket);
    }

    @Override
    public CompletionStage<Optional<StoredFile>> file(
        long ticket, Audience audience, int number, int place) {
      return PlayedDesk.done(
          ticket == 1 && number == 1 && place == 1
              ? Optional.of(new StoredFile("a".repeat(64), "a.png", 12, "image/png"))
              : Optional.empty());
    }
  }

  private static CompletionStage<Optional<Part<TicketMessages.Message>>> messages(long ticket) {
    TicketMessages.Message message =
        new TicketMessages.Message(
            1,
            TicketMessages.Kind.REPLY,
            USER,
            "Anna",
            "Moderator",
            false,
            "hello",
            List.of(),
            List.of(new TicketMessages.Former("helo", Optional.of(NOW))),
            List.of(
                new TicketMessages.File(
                    1,
                    "a.png",
                    12,
                    "image/png",
                    TicketMessages.Copy.WAITING,
                    Optional.empty(),
                    "")),
            new TicketMessages.Delivery(TicketMessages.Fate.DELIVERED, "", ""),
            NOW,
            Optional.of(NOW),
            Optional.empty());
    return done(ticket == 1 ? Optional.of(new Part<>(List.of(message), true)) : Optional.empty());
  }

  /** Tickets that do what they are asked for. */
  private FakeTickets acted() {
    FakeTickets tickets = new FakeTickets();
    tickets.otherwise(command -> {
      changes.add(command.getClass().getSimpleName());
      return new TicketReply.Taken(1);
    });
    return tickets;
  }

  private CompletionStage<Openings.Opening> opening(Principal by, OpeningRequest request) {
    changes.add("opened");
    return done(new Openings.Opening.Opened(1));
  }

  private static CompletionStage<Optional<InputStream>> page(long ticket) {
    return done(
        ticket == 1
            ? Optional.of(new ByteArrayInputStream("<p>".getBytes(StandardCharsets.UTF_8)))
            : Optional.empty());
  }

  private static CompletionStage<Contacts.Contact> contact(long user) {
    return done(
        user == USER
            ? new Contacts.Contact.Reachable(
                new dev.switchboard.ticket.model.Member(user, "alice", "Alice"), CHANNEL)
            : new Contacts.Contact.NotThere());
  }

  /** A ticket that has its channel, and another one that goes on with it. */
  private static FakeTickets ticket(boolean closing) {
    FakeTickets tickets = new FakeTickets();
    for (int number = 1; number <= 2; number++) {
      tickets.answer(
          new TicketQuery.Overview(
              Optional.of(
                  new TicketQuery.Summary(
                      number,
                      new dev.switchboard.ticket.model.Member(USER, "alice", "Alice"),
                      CHANNEL,
                      CHANNEL,
                      closing,
                      1,
                      0))));
    }
    return tickets;
  }

  /** Each request is a new one. */
  private static final class PlayedSources implements ActSources {
    private long count;

    @Override
    public CompletionStage<Long> fresh() {
      count++;
      return PlayedDesk.done(ActSource.counted(count));
    }

    @Override
    public CompletionStage<Given> of(Request request) {
      return fresh().thenApply(Given.New::new);
    }

    @Override
    public CompletionStage<Done> forget(Request request) {
      return PlayedDesk.done(Done.getInstance());
    }

    @Override
    public CompletionStage<Done> done(Request request, int number) {
      return PlayedDesk.done(Done.getInstance());
    }
  }

  /** Ten events that are not kept. */
  private static final class PlayedFeed implements Feed {
    @Override
    public CompletionStage<Feed.Page> behind(long position, int most) {
      return done(new Feed.Page(List.of(), position == 10, 10, 10));
    }

    @Override
    public CompletionStage<Head> head() {
      return done(new Head("", 10));
    }
  }

  /** Somebody is on ticket 1, whatever is told. */
  private final class PlayedPresence implements Presence {
    private final List<Viewer> viewers =
        List.of(new Viewer(USER, "Anna", PresenceState.TYPING, true));

    @Override
    public void seen(
        long ticket, String session, PresenceState state, boolean draft, Principal by) {
      changes.add("seen");
    }

    @Override
    public void left(long ticket, String session, Principal by) {
      changes.add("left");
    }

    @Override
    public List<Viewer> of(long ticket) {
      return viewers;
    }

    @Override
    public Map<Long, List<Viewer>> all() {
      return Map.of(1L, viewers);
    }

    @Override
    public Listening listen(LongConsumer changed) {
      return () -> {};
    }
  }

  private final class PlayedAttempts implements LoginAttempts {
    private static final Pkce PKCE = new Pkce("v".repeat(43));

    @Override
    public CompletionStage<LoginAttempts.Begun> begin(String redirect, Optional<String> session) {
      changes.add("login begun");
      return done(new LoginAttempts.Begun("t".repeat(43), BROWSER, PKCE));
    }

    @Override
    public CompletionStage<Optional<Attempt>> take(String state, String browser) {
      boolean known = state.equals(STATE) && browser.equals(BROWSER);
      if (known) {
        changes.add("login ended");
      }
      return done(
          known
              ? Optional.of(new Attempt("/tickets/7", PKCE, Optional.empty()))
              : Optional.empty());
    }
  }

  private static final class PlayedDiscord implements IdentityProvider {
    @Override
    public URI consent(String state, String verifier) {
      return URI.create("https://discord.example/oauth2/authorize?state=" + state);
    }

    @Override
    public CompletionStage<Identity> identity(String code, String verifier) {
      return done(new Identity(USER, "Anna", Optional.empty()));
    }
  }
}
