package dev.switchboard.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.switchboard.access.Caller;
import dev.switchboard.access.Scope;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a resource answers, as rows of a table: a call, and the status with the body or the error
 * that come back by way of the real router. Behind the resource stands a {@link #port}.
 */
final class ResourceContract implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ActorTestKit kit = ActorTestKit.create("ResourceContract");

  /**
   * One call and its answer.
   *
   * @param scopes of the token that calls
   * @param body JSON; empty where the call has none
   * @param expected the body as JSON for a status below 400, else the words of the error
   */
  record Row(
      Resource resource,
      Set<Scope> scopes,
      String method,
      String body,
      int status,
      String expected) {
    @Override
    public String toString() {
      return "%s %s %s with %s".formatted(method, resource.path(), body, scopes);
    }
  }

  /** What a token that may do everything is answered. */
  static Row row(Resource resource, String method, String body, int status, String expected) {
    return new Row(resource, Set.of(Scope.values()), method, body, status, expected);
  }

  /** That a method takes a scope: with all others it is refused. */
  static Row takes(Resource resource, String method, Scope needed) {
    Set<Scope> others = new HashSet<>(List.of(Scope.values()));
    others.remove(needed);
    return new Row(
        resource,
        Set.copyOf(others),
        method,
        "{}",
        Reply.FORBIDDEN,
        "forbidden: this token lacks the scope " + needed.word());
  }

  /**
   * A fake of a port: each method answers at once with the value under its name. A method without
   * one must not be called.
   */
  static <T> T port(Class<T> port, Map<String, Object> answers) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, _) -> {
              Object answer = answers.get(method.getName());
              if (answer == null) {
                throw new AssertionError("not to be called: " + method);
              }
              return CompletableFuture.completedStage(answer);
            }));
  }

  /** Plays a row. */
  void check(Row row) {
    ActorRef<AdminRouter.Message> router =
        kit.spawn(
            AdminRouter.create(
                new Resources(List.of(row.resource()), Optional.empty()),
                (_, reply) -> CompletableFuture.completedStage(reply)));
    TestProbe<Reply> probe = kit.createTestProbe();
    router.tell(
        new AdminRouter.Call(
            new Caller("watch", row.scopes(), "192.0.2.1"),
            new Envelope(
                row.method(),
                row.resource().path(),
                Optional.empty(),
                row.body().isEmpty() ? MissingNode.getInstance() : json(row.body())),
            probe.ref()));
    Reply reply = probe.receiveMessage(PATIENCE);
    kit.stop(router);

    assertThat(reply.status()).as("%s", reply).isEqualTo(row.status());
    if (row.status() < Reply.BAD_REQUEST) {
      // As text: a number is equal to another one of the same digits, whatever type it has here.
      assertThat(json(reply.body().orElseThrow().toString())).isEqualTo(json(row.expected()));
      assertThat(reply.error()).isEmpty();
    } else {
      assertThat(reply.error()).hasValue(row.expected());
      assertThat(reply.body()).isEmpty();
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
