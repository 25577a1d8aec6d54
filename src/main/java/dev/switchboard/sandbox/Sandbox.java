package dev.switchboard.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.Interactions;
import dev.switchboard.sandbox.act.ReadyMadeWorld;
import dev.switchboard.sandbox.act.WorldBuilder;
import dev.switchboard.sandbox.control.ActRoutes;
import dev.switchboard.sandbox.control.ControlServer;
import dev.switchboard.sandbox.control.FaultRoutes;
import dev.switchboard.sandbox.control.InteractRoutes;
import dev.switchboard.sandbox.control.WorldActs;
import dev.switchboard.sandbox.control.WorldRoutes;
import dev.switchboard.sandbox.gateway.Gateway;
import dev.switchboard.sandbox.gateway.GatewayFaults;
import dev.switchboard.sandbox.gateway.GatewayProtocol;
import dev.switchboard.sandbox.gateway.GatewayTap;
import dev.switchboard.sandbox.rest.AccessTokens;
import dev.switchboard.sandbox.rest.ChannelRoutes;
import dev.switchboard.sandbox.rest.CommandRoutes;
import dev.switchboard.sandbox.rest.Faults;
import dev.switchboard.sandbox.rest.GuildRoutes;
import dev.switchboard.sandbox.rest.InteractionRoutes;
import dev.switchboard.sandbox.rest.MemberRoutes;
import dev.switchboard.sandbox.rest.MessageRoutes;
import dev.switchboard.sandbox.rest.OAuthPages;
import dev.switchboard.sandbox.rest.Pages;
import dev.switchboard.sandbox.rest.ReactionRoutes;
import dev.switchboard.sandbox.rest.RequestLog;
import dev.switchboard.sandbox.rest.RestApi;
import dev.switchboard.sandbox.rest.RestCall;
import dev.switchboard.sandbox.rest.RestTap;
import dev.switchboard.sandbox.rest.RouteTable;
import dev.switchboard.sandbox.rest.SimulatedRateLimits;
import dev.switchboard.sandbox.rest.ThreadRoutes;
import dev.switchboard.sandbox.rest.UserRoutes;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Journal;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Nonces;
import dev.switchboard.sandbox.world.Restoration;
import dev.switchboard.sandbox.world.StoredFiles;
import dev.switchboard.sandbox.world.World;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;

/**
 * A running look-alike Discord. It serves on one port of 127.0.0.1: {@code /api/v10}, the gateway,
 * attachments, avatars, OAuth2, the control API under {@code /control/} and a page to play in at
 * {@code /}.
 */
public final class Sandbox implements AutoCloseable {
  private static final String WORLD_FACT = "ready-made";
  private static final String KEY_FACT = "link-key";
  private static final String CLOCK_FACT = "clock";
  private static final long TICK_MILLIS = 250;

  private final World world;
  private final DisposableServer server;
  private final ControlServer control;
  private final ReadyMadeWorld readyMade;
  private final Scheduler ticker;

  private Sandbox(
      World world,
      DisposableServer server,
      ControlServer control,
      ReadyMadeWorld readyMade,
      Scheduler ticker) {
    this.world = world;
    this.server = server;
    this.control = control;
    this.readyMade = readyMade;
    this.ticker = ticker;
  }

  /**
   * Starts a sandbox with the world of the data directory, or with a ready-made one.
   *
   * @throws UncheckedIOException if the data directory cannot be read or written
   */
  public static Sandbox start(SandboxSettings settings) {
    return start(settings, exchange -> {}, GatewayTap.UNSEEN);
  }

  /**
   * The same, with a tap on REST.
   *
   * @throws UncheckedIOException if the data directory cannot be read or written
   */
  public static Sandbox start(SandboxSettings settings, RestTap tap) {
    return start(settings, tap, GatewayTap.UNSEEN);
  }

  /**
   * The same, with a tap on the gateway, for measurements.
   *
   * @throws UncheckedIOException if the data directory cannot be read or written
   */
  public static Sandbox start(SandboxSettings settings, GatewayTap gatewayTap) {
    return start(settings, exchange -> {}, gatewayTap);
  }

  private static Sandbox start(SandboxSettings settings, RestTap tap, GatewayTap gatewayTap) {
    try {
      return new Start(settings, tap, gatewayTap).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code http://127.0.0.1:PORT}. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  public int port() {
    return server.port();
  }

  /** The API address for a client: {@code http://127.0.0.1:PORT/api/v10}. */
  public String apiUrl() {
    return url() + "/api/v10";
  }

  /** The page to play in. It contains the control token. */
  public String pageUrl() {
    return url() + "/";
  }

  /** The token of the ready-made bot. */
  public String botToken() {
    return world.locked(() -> bot().token());
  }

  /** The OAuth2 client secret of the ready-made bot's application. */
  public String clientSecret() {
    return world.locked(() -> bot().clientSecret());
  }

  private Application bot() {
    Application bot = world.applications().get(readyMade.bot());
    if (bot == null) {
      throw new IllegalStateException("the ready-made bot is gone");
    }
    return bot;
  }

  /** The value of {@code X-Sandbox-Token} for the control API; new at each start. */
  public String controlToken() {
    return control.token();
  }

  public ReadyMadeWorld world() {
    return readyMade;
  }

  /** A client of the control API that does not use HTTP. */
  public SandboxClient client() {
    return SandboxClient.inProcess((method, path, contentType, body) ->
        control.perform(
            new RestCall(
                method,
                path,
                new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_TYPE, contentType),
                body)));
  }

  /** Ends all connections in a way that can be resumed, and writes the rest of the journal. */
  @Override
  public void close() {
    ticker.dispose();
    control.close();
    server.disposeNow(Duration.ofSeconds(3));
    try {
      world.journal().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The steps of a start. */
  private static final class Start {
    private final SandboxSettings settings;
    private final RestTap tap;
    private final GatewayTap gatewayTap;
    private final World world;
    private final Restoration restoration;
    private final Gateway gateway;
    private volatile String url = "";

    Start(SandboxSettings settings, RestTap tap, GatewayTap gatewayTap) throws IOException {
      this.settings = settings;
      this.tap = tap;
      this.gatewayTap = gatewayTap;
      Optional<Path> directory = settings.dataDirectory();
      if (directory.isPresent()) {
        if (settings.fresh()) {
          empty(directory.get());
        }
        Files.createDirectories(directory.get().resolve("attachments"));
      }
      world =
          new World(
              directory.map(d -> Journal.at(d.resolve("world.log"))).orElseGet(Journal::none));
      restoration = new Restoration(world);
      gateway = new Gateway(world, settings.timings().sessionLife(), gatewayTap);
    }

    Sandbox run() throws IOException {
      world
          .journal()
          .read(line -> {
            if (!restoration.take(line)) {
              gateway.take(line);
            }
          });
      Map<String, ObjectNode> facts = restoration.facts();
      world
          .clock()
          .offset(
              facts
                  .getOrDefault(CLOCK_FACT, Json.object())
                  .path("offset")
                  .asLong(settings.timings().ahead().toMillis()));
      StoredFiles files = files(facts);
      Nonces nonces = new Nonces(world.clock(), settings.timings().nonceMemory());
      WorldActs worldActs = WorldActs.in(world, files, nonces);
      for (Channel channel : world.channels().values()) {
        channel.messages().values().stream()
            .filter(message -> !message.nonce().isEmpty())
            .forEach(nonces::restored);
      }
      if (!facts.containsKey(WORLD_FACT)) {
        ReadyMadeWorld made =
            new WorldBuilder(world, worldActs.guilds(), worldActs.channels()).readyMade();
        facts.put(WORLD_FACT, WorldBuilder.written(made));
      }
      world
          .journal()
          .start(() -> {
            restoration.putAll();
            gateway.putAll();
          });
      return serve(
          worldActs, files, WorldBuilder.read(facts.getOrDefault(WORLD_FACT, Json.object())));
    }

    private Sandbox serve(WorldActs worldActs, StoredFiles files, ReadyMadeWorld made) {
      FaultRoutes.Wrongs wrongs =
          new FaultRoutes.Wrongs(
              new Faults(),
              new GatewayFaults(),
              new SimulatedRateLimits(world.clock(), settings.limits()),
              new RequestLog());
      AccessTokens tokens = new AccessTokens(world.clock());
      OAuthPages oauth = new OAuthPages(world, tokens);
      String controlToken = secret();
      Pages pages = new Pages(files, controlToken);
      oauth.addPages(pages.routes());
      Interactions interactions = new Interactions(world, files, worldActs.messages().view());
      RouteTable api = api(worldActs, interactions);
      oauth.addTo(api);
      RouteTable controls = controls(worldActs, interactions, made);
      new FaultRoutes(world, gateway, wrongs, files, worldActs.messages().nonces()).addTo(controls);
      ControlServer control = new ControlServer(world, controls, controlToken);
      long heartbeat = settings.timings().heartbeat().toMillis();
      GatewayProtocol protocol =
          new GatewayProtocol(world, gateway, wrongs.gateway(), this::gatewayUrl, heartbeat);
      SandboxServer server =
          new SandboxServer(
              new SandboxServer.Parts(
                  world,
                  new RestApi(world, api, wrongs.limits(), tokens, tap),
                  protocol,
                  gateway,
                  new SandboxServer.Surroundings(
                      wrongs.rest(), wrongs.log(), gatewayTap, control, pages)));
      DisposableServer bound = server.bind(settings.port());
      url = "127.0.0.1:" + bound.port();
      files.base("http://" + url);
      return new Sandbox(world, bound, control, made, ticking(interactions, protocol));
    }

    private RouteTable api(WorldActs worldActs, Interactions interactions) {
      RouteTable api = new RouteTable();
      new UserRoutes(world, worldActs.channels(), gateway, this::gatewayUrl).addTo(api);
      new GuildRoutes(world, worldActs.access(), worldActs.guilds()).addTo(api);
      new MemberRoutes(world, worldActs.access(), worldActs.guilds()).addTo(api);
      new ChannelRoutes(world, worldActs.access(), worldActs.channels()).addTo(api);
      new MessageRoutes(world, worldActs.access(), worldActs.messages(), worldActs.channels())
          .addTo(api);
      new ReactionRoutes(world, worldActs.access()).addTo(api);
      new ThreadRoutes(world, worldActs.access(), worldActs.messages()).addTo(api);
      new CommandRoutes(world).addTo(api);
      new InteractionRoutes(world, worldActs.messages(), interactions).addTo(api);
      return api;
    }

    private RouteTable controls(
        WorldActs worldActs, Interactions interactions, ReadyMadeWorld made) {
      RouteTable controls = new RouteTable();
      new ActRoutes(worldActs).addTo(controls);
      new InteractRoutes(worldActs, interactions).addTo(controls);
      new WorldRoutes(worldActs, () -> about(made)).addTo(controls);
      return controls;
    }

    private Scheduler ticking(Interactions interactions, GatewayProtocol protocol) {
      Scheduler ticker = Schedulers.newSingle("sandbox-ticker", true);
      Runnable tick =
          () -> {
            interactions.tick();
            protocol.tick();
          };
      ticker.schedulePeriodically(
          () -> world.run(tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
      return ticker;
    }

    private ObjectNode about(ReadyMadeWorld made) {
      ObjectNode about = Json.object().put("url", "http://" + url);
      about.put("api_url", "http://" + url + "/api/v10").put("now", world.now());
      about.set("ready_made", WorldBuilder.written(made));
      return about;
    }

    private String gatewayUrl() {
      return "ws://" + url + "/gateway";
    }

    private StoredFiles files(Map<String, ObjectNode> facts) {
      ObjectNode key =
          facts.computeIfAbsent(KEY_FACT, ignored -> Json.object().put("key", secret()));
      return new StoredFiles(
          settings.dataDirectory().map(d -> d.resolve("attachments")),
          world.clock(),
          HexFormat.of().parseHex(key.path("key").asText()),
          settings.timings().linkLife());
    }

    private static String secret() {
      byte[] bytes = new byte[24];
      new SecureRandom().nextBytes(bytes);
      return HexFormat.of().formatHex(bytes);
    }

    private static void empty(Path directory) throws IOException {
      if (!Files.exists(directory)) {
        return;
      }
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }
}
