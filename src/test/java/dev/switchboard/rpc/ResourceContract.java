package dev.switchboard.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.switchboard.access.Caller;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Scope;
import dev.switchboard.settings.SettingsBook;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The contract of a resource, as rows of a table: a call, the status with the body or the error
 * that the real router sends back, and the changes that the port behind the resource was asked for.
 * The port is a fake, see {@link #port} and {@link #watched}.
 */
public final class ResourceContract implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The changes that ports were asked for during the present row. */
  private static final Queue<String> CHANGES = new ConcurrentLinkedQueue<>();

  private final ActorTestKit kit = ActorTestKit.create("ResourceContract");

  /**
   * A call and the expected reply.
   *
   * @param scopes the scopes of the token
   * @param body JSON; empty if the call has no body
   * @param expected the body as JSON for a status below 400, or else the error
   * @param changes the changes that the port is asked for
   */
  public record Row(
      Resource resource,
      Set<Scope> scopes,
      String method,
      String body,
      int status,
      String expected,
      List<String> changes) {
    /**
     * The same row, whose port is asked for changes.
     *
     * @param expected each as {@code block(alice, a reason, watch)}; the name of the principal is
     *     {@code watch}
     */
    public Row changing(String... expected) {
      return new Row(resource, scopes, method, body, status, this.expected, List.of(expected));
    }

    @Override
    public String toString() {
      return "%s %s %s with %s".formatted(method, resource.path(), body, scopes);
    }
  }

  /** The reply to a token with all scopes. */
  public static Row row(
      Resource resource, String method, String body, int status, String expected) {
    return new Row(resource, Set.of(Scope.values()), method, body, status, expected, List.of());
  }

  /** The refusal of a token that has all scopes but the one that the method needs. */
  public static Row takes(Resource resource, String method, Scope needed) {
    Set<Scope> others = new HashSet<>(List.of(Scope.values()));
    others.remove(needed);
    return new Row(
        resource,
        Set.copyOf(others),
        method,
        "{}",
        Reply.FORBIDDEN,
        needed == Scope.ROOT
            ? "forbidden: only the root token may do this"
            : "forbidden: this token lacks the scope " + needed.word(),
        List.of());
  }

  /**
   * Calls that are refused before the port is asked for a change.
   *
   * @param table one call in each line: method, body as JSON or {@code -} for none, status and
   *     error
   */
  public static Stream<Row> refused(Resource resource, String table) {
    return table
        .lines()
        .map(line -> line.split(" \\| ", 4))
        .map(call ->
            row(
                resource,
                call[0],
                call[1].equals("-") ? "" : call[1],
                Integer.parseInt(call[2]),
                call[3]));
  }

  /**
   * A fake of a port: each method answers with the stage, or at once with the value, under its
   * name. Other methods must not be called.
   */
  public static <T> T port(Class<T> port, Map<String, Object> answers) {
    return proxy(
        port,
        (_, method, _) -> {
          Object answer = answers.get(method.getName());
          if (answer == null) {
            throw new AssertionError("not to be called: " + method);
          }
          return answer instanceof CompletionStage<?> stage
              ? stage
              : CompletableFuture.completedStage(answer);
        });
  }

  /** The same port, with its changes recorded for {@link Row#changing}. */
  public static <T> T watched(Class<T> type, T port) {
    return proxy(
        type,
        (_, method, arguments) -> {
          try {
            return method.invoke(port, arguments);
          } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
          }
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler port) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (Stream.of(method.getParameterTypes()).anyMatch(ResourceContract::isOfAChange)) {
                CHANGES.add(
                    Stream.of(arguments)
                        .map(one -> one instanceof Principal by ? by.name() : one.toString())
                        .collect(Collectors.joining(", ", method.getName() + "(", ")")));
              }
              return port.invoke(proxy, method, arguments);
            }));
  }

  /** Methods that change something take a principal, or the command that holds its name. */
  private static boolean isOfAChange(Class<?> parameter) {
    return parameter == Principal.class || parameter == SettingsBook.Command.class;
  }

  /** Plays a row. */
  public void check(Row row) {
    CHANGES.clear();
    Reply reply =
        answer(
            new Caller("watch", row.scopes(), "192.0.2.1"),
            row.resource(),
            row.resource().path(),
            row.method(),
            row.body());

    assertThat(reply.status()).as("%s", reply).isEqualTo(row.status());
    if (row.status() < Reply.BAD_REQUEST) {
      // Compared as text: numbers with the same digits are equal, whatever their Java type.
      assertThat(json(reply.body().orElseThrow().toString())).isEqualTo(json(row.expected()));
      assertThat(reply.error()).isEmpty();
    } else {
      assertThat(reply.error()).hasValue(row.expected());
      assertThat(reply.body()).isEmpty();
    }
    assertThat(CHANGES).containsExactlyElementsOf(row.changes());
  }

  /**
   * The reply of the real router to a call of a resource.
   *
   * @param path the path in the envelope
   * @param body JSON; empty if the call has no body
   */
  public Reply answer(Caller caller, Resource resource, String path, String method, String body) {
    ActorRef<AdminRouter.Message> router =
        kit.spawn(
            AdminRouter.create(
                new Resources(List.of(resource), Optional.empty()),
                (_, reply) -> CompletableFuture.completedStage(reply)));
    TestProbe<Reply> probe = kit.createTestProbe();
    router.tell(
        new AdminRouter.Call(
            caller,
            new Envelope(
                method,
                path,
                Optional.empty(),
                body.isEmpty() ? MissingNode.getInstance() : json(body)),
            probe.ref()));
    Reply reply = probe.receiveMessage(PATIENCE);
    kit.stop(router);
    return reply;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The actor system of the router, for resources that need one. */
  public ActorTestKit kit() {
    return kit;
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
