package dev.switchboard.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Caller;
import dev.switchboard.access.Scope;
import dev.switchboard.storage.TestCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of administrators on two nodes. The first one is the node for services. */
class AdminRouterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Caller ROOT = Caller.root("192.0.2.1");
  private static final Caller LOOKER = new Caller("looker", Set.of(Scope.READ), "192.0.2.1");

  private static TestCluster cluster;
  private static ActorRef<AdminRouter.Message> here;
  private static ActorRef<AdminRouter.Message> there;

  /** The entries about calls of other nodes, as they are written to the audit log. */
  private static final Queue<String> TRAIL = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() {
    cluster = new TestCluster(2);
    here = spawn(0, Optional.empty());
    there = spawn(1, Optional.of(cluster.name(0)));
    await().atMost(PATIENCE).until(() -> ask(there, ROOT, "GET", "/told", "{}").status() == 200);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static ActorRef<AdminRouter.Message> spawn(int node, Optional<String> elsewhere) {
    String name = "node " + node;
    return cluster
        .node(node)
        .spawn(
            AdminRouter.create(
                new Resources(
                    List.of(
                        new Told("/told", HomeNode.NODE_FOR_SERVICES, name),
                        new Told("/anywhere", HomeNode.EVERY_NODE, name)),
                    elsewhere),
                (forwarded, reply) -> {
                  TRAIL.add(
                      "%s: %s %s by %s: %d"
                          .formatted(
                              name,
                              forwarded.method(),
                              forwarded.resource(),
                              forwarded.caller().name(),
                              reply.status()));
                  return CompletableFuture.completedStage(reply);
                }));
  }

  /** A resource that replies with its node, the caller and the body. */
  private record Told(String path, HomeNode home, String node) implements Resource {
    @Override
    public Map<String, Operation> operations() {
      return Map.of("GET", this::say, "POST", this::fail);
    }

    @Override
    public Scope scope(String method) {
      return method.equals("GET") ? Scope.READ : Scope.SERVICES;
    }

    @Override
    public HomeNode home(String method) {
      return home;
    }

    private CompletionStage<Reply> say(Request request) {
      ObjectNode body =
          JsonNodeFactory.instance
              .objectNode()
              .put("node", node)
              .put("caller", request.by().name())
              .put("address", request.by().source().address().orElse(""))
              .put("word", request.body().required().plain("word").orElse("none"))
              .put("half", 0.5)
              .putNull("nothing");
      return CompletableFuture.completedStage(Reply.ok(body));
    }

    private CompletionStage<Reply> fail(Request request) {
      String word = request.body().required().text("word").orElse("");
      return switch (word) {
        case "at once" -> throw new IllegalStateException("a test wants it");
        case "later" -> CompletableFuture.failedStage(new IllegalStateException("a test wants it"));
        default -> throw new RequestRefused(Reply.CONFLICT, "no: " + word);
      };
    }
  }

  @Test
  void whatIsAtHomeOnAnotherNodeIsAnsweredThere() {
    Reply reply = ask(there, LOOKER, "GET", "/told", "{\"Word\":\"some\"}");

    assertThat(reply).isEqualTo(ask(here, LOOKER, "GET", "/told", "{\"word\":\"some\"}"));
    JsonNode body = reply.body().orElseThrow();
    assertThat(body.path("node").asText()).isEqualTo("node 0");
    assertThat(body.path("caller").asText()).isEqualTo("looker");
    assertThat(body.path("address").asText()).isEqualTo("192.0.2.1");
    assertThat(body.path("word").asText()).isEqualTo("some");
    assertThat(body.path("nothing").isNull()).isTrue();
  }

  @Test
  void whatIsAtHomeEverywhereIsAnsweredWhereItIsAsked() {
    assertThat(nodeOf(ask(there, ROOT, "GET", "/anywhere", "{}"))).isEqualTo("node 1");
    assertThat(nodeOf(ask(here, ROOT, "GET", "/anywhere", "{}"))).isEqualTo("node 0");
  }

  private static String nodeOf(Reply reply) {
    return reply.body().orElseThrow().path("node").asText();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"word\":7}",
        "{\"word\":1e3}",
        "{\"word\":123456789012345678901234567890}",
        "{\"word\":0.1000000000000000055511151231257827}",
        "{\"word\":true}",
        "{\"word\":\"\\u00e4\\n\\ud83d\\ude00\"}",
        "{\"word\":[1]}",
        "null",
        "[]",
        "7",
        ""
      })
  void aBodyArrivesAsItWasSent(String body) {
    assertThat(ask(there, ROOT, "GET", "/told", body))
        .isEqualTo(ask(here, ROOT, "GET", "/told", body));
  }

  @Test
  void halfACharacterArrivesAsAQuestionMark() {
    assertThat(ask(there, ROOT, "POST", "/told", "{\"word\":\"a\\ud83d\"}").error())
        .hasValue("no: a?");
  }

  @ParameterizedTest
  @CsvSource({
    "at once,500,something went wrong here; the operator finds the reason in the log",
    "later,500,something went wrong here; the operator finds the reason in the log",
    "refuse,409,no: refuse",
  })
  void whatGoesWrongThereIsSaidHere(String word, int status, String error) {
    Reply reply = ask(there, ROOT, "POST", "/told", "{\"word\":\"%s\"}".formatted(word));

    assertThat(reply).isEqualTo(Reply.error(status, error));
  }

  @Test
  void whatMayNotBeIsRefusedWhereItIsAsked() {
    ActorRef<AdminRouter.Message> alone = spawn(1, Optional.of("192.0.2.1:2551"));

    assertThat(ask(alone, ROOT, "GET", "/none", "{}").status()).isEqualTo(404);
    assertThat(ask(alone, ROOT, "PUT", "/told", "{}").status()).isEqualTo(405);
    assertThat(ask(alone, LOOKER, "POST", "/told", "{}").status()).isEqualTo(403);
    cluster.node(1).stop(alone);
  }

  @Test
  void aNodeThatIsNotTheOneForServicesIsNotTakenForIt() {
    ActorRef<AdminRouter.Message> astray = spawn(1, Optional.of("192.0.2.1:2551"));

    assertThat(ask(astray, ROOT, "GET", "/told", "{}"))
        .isEqualTo(Reply.error(503, "the node for services (192.0.2.1:2551) cannot be reached"));
    cluster.node(1).stop(astray);
  }

  @Test
  void aBodyThatIsTooLargeForTheWayIsRefused() {
    String large = "{\"word\":\"%s\"}".formatted("a".repeat(ForwardedBody.LONGEST));

    assertThat(ask(there, ROOT, "GET", "/told", large))
        .isEqualTo(Reply.error(413, "request body too large"));
  }

  @Test
  void whatIsDoneForAnotherNodeIsWrittenDownWhereItIsDone() {
    TRAIL.clear();

    ask(there, LOOKER, "GET", "/told", "{}");
    ask(there, ROOT, "POST", "/told", "{\"word\":\"refuse\"}");

    assertThat(TRAIL)
        .containsExactly("node 0: GET /told by looker: 200", "node 0: POST /told by root: 409");
  }

  @Test
  void aCallOfAnotherNodeIsCheckedWhereItIsDone() {
    TRAIL.clear();
    Caller nobody = new Caller("", Set.of(Scope.values()), "192.0.2.1");
    Caller nowhere = new Caller("looker", Set.of(Scope.values()), "");

    assertThat(forward(here, LOOKER, "POST", "/told").status()).isEqualTo(403);
    assertThat(forward(here, nobody, "GET", "/told").status()).isEqualTo(403);
    assertThat(forward(here, nowhere, "GET", "/told").status()).isEqualTo(403);
    assertThat(forward(here, ROOT, "GET", "/anywhere").status()).isEqualTo(503);
    assertThat(forward(there, ROOT, "GET", "/told").status()).isEqualTo(503);
    assertThat(forward(here, ROOT, "GET", "/none").status()).isEqualTo(503);
    assertThat(TRAIL).hasSize(6).noneMatch(line -> line.endsWith("200"));
  }

  private static Reply forward(
      ActorRef<AdminRouter.Message> router, Caller caller, String method, String resource) {
    TestProbe<Reply> probe = cluster.node(router.equals(here) ? 0 : 1).createTestProbe();
    router.tell(new AdminRouter.Forwarded(caller, method, resource, "", probe.ref()));
    return probe.receiveMessage(PATIENCE);
  }

  @Test
  void whatGoesBetweenNodesComesOutAsItWentIn() {
    TestProbe<Reply> probe = cluster.node(0).createTestProbe();
    List.of(
            new AdminRouter.Forwarded(LOOKER, "GET", "/told", "", probe.ref()),
            Reply.error(503, "why"),
            Reply.created(JsonNodeFactory.instance.objectNode().put("is", 0.5).putNull("not")))
        .forEach(
            message -> cluster.node(0).serializationTestKit().verifySerialization(message, true));
  }

  private static Reply ask(
      ActorRef<AdminRouter.Message> router,
      Caller caller,
      String method,
      String resource,
      String body) {
    String request =
        "{\"method\":\"%s\",\"resource\":\"%s\"%s}"
            .formatted(method, resource, body.isEmpty() ? "" : ",\"body\":" + body);
    ActorTestKit node = cluster.node(router.equals(here) ? 0 : 1);
    TestProbe<Reply> probe = node.createTestProbe();
    router.tell(new AdminRouter.Call(caller, read(request), probe.ref()));
    Reply reply = probe.receiveMessage(PATIENCE);
    probe.stop();
    return reply;
  }

  private static Envelope read(String request) {
    try {
      byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
      return EnvelopeHead.read(bytes).with(bytes);
    } catch (Envelope.Malformed malformed) {
      throw new AssertionError(request, malformed);
    }
  }
}
