package dev.switchboard.http.endpoint;

import dev.switchboard.access.Right;
import dev.switchboard.access.key.KeyPermission;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One operation of the REST API. {@link Endpoints} holds the list of all of them and does for each
 * what its {@link Entry} says, so that a handler sees only requests that may be carried out.
 *
 * @param path as {@code /api/apikeys/{id}/revoke}
 */
public record Endpoint(
    Method method, PathTemplate path, Entry entry, Trail trail, Handler handler) {
  /** The methods of HTTP that operations have. HEAD and OPTIONS follow from them. */
  public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;

    /** Whether a request changes nothing (RFC 9110, section 9.2.1). */
    public boolean isSafe() {
      return this == GET;
    }
  }

  /** The credential that an operation asks for. */
  public sealed interface Entry {
    /** None: anybody may call. A valid session is told to the handler nevertheless. */
    record Anybody() implements Entry {}

    /** A live session, whatever its holder may do. */
    record SignedIn() implements Entry {}

    /** A live session, the holder of which has a right. */
    record Holding(Right right) implements Entry {}

    /** A live session, the holder of which has one of some rights. */
    record HoldingAny(List<Right> rights) implements Entry {
      public HoldingAny {
        rights = List.copyOf(rights);
      }
    }

    /** A valid API key with a permission. */
    record ByKey(KeyPermission permission) implements Entry {}
  }

  /** The writer of the entry that an operation has in the audit log. */
  public enum Trail {
    /** {@link ApiAudit}: the method, the path and the status. */
    API,
    /** The port that the operation asks, as it does for every other surface. */
    PORT,
    /** Nobody: the operation changes nothing that is kept. */
    NONE
  }

  /** The work of an operation. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Carries out a request.
     *
     * @throws ProblemException if it cannot be carried out; the stage may fail with it as well
     */
    CompletionStage<Answer> answer(Call call);
  }

  /** An operation without its credential and its work. */
  public record Draft(Method method, PathTemplate path) {
    public Unfinished forAnybody() {
      return new Unfinished(this, new Entry.Anybody());
    }

    public Unfinished signedIn() {
      return new Unfinished(this, new Entry.SignedIn());
    }

    public Unfinished holding(Right right) {
      return new Unfinished(this, new Entry.Holding(right));
    }

    public Unfinished holdingAny(Right... rights) {
      return new Unfinished(this, new Entry.HoldingAny(List.of(rights)));
    }

    public Unfinished byKey(KeyPermission permission) {
      return new Unfinished(this, new Entry.ByKey(permission));
    }
  }

  /** An operation without its work. */
  public record Unfinished(Draft draft, Entry entry, Trail trail) {
    Unfinished(Draft draft, Entry entry) {
      this(draft, entry, Trail.API);
    }

    /** The same, of which the port writes the trail. */
    public Unfinished withTrailOfPort() {
      return new Unfinished(draft, entry, Trail.PORT);
    }

    /** The same without a trail: it changes nothing that is kept. */
    public Unfinished withoutTrail() {
      return new Unfinished(draft, entry, Trail.NONE);
    }

    public Endpoint does(Handler handler) {
      return new Endpoint(draft.method, draft.path, entry, trail, handler);
    }
  }

  public static Draft get(String path) {
    return new Draft(Method.GET, PathTemplate.of(path));
  }

  public static Draft post(String path) {
    return new Draft(Method.POST, PathTemplate.of(path));
  }

  public static Draft put(String path) {
    return new Draft(Method.PUT, PathTemplate.of(path));
  }

  public static Draft patch(String path) {
    return new Draft(Method.PATCH, PathTemplate.of(path));
  }

  public static Draft delete(String path) {
    return new Draft(Method.DELETE, PathTemplate.of(path));
  }
}
