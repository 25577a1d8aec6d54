package dev.switchboard.http.page;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.switchboard.access.Peer;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.Accounts;
import dev.switchboard.account.Accounts.Making;
import dev.switchboard.account.Passwords;
import dev.switchboard.account.TokenBook;
import dev.switchboard.http.AddressPace;
import dev.switchboard.http.Answers;
import dev.switchboard.http.CrossSite;
import dev.switchboard.http.PeerAddress;
import dev.switchboard.http.RequestBodies;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code POST /new}: makes a local account for the caller, while registration is open or with a
 * registration token ({@code ?token=}, or {@code {"token"}} in a JSON body). Answers {@code 200
 * {"email", "username", "password"}}. Each address may ask ten times a minute, all together as
 * often as configured.
 */
public final class NewAccountRoute {
  /** The requests of one address per minute. */
  static final int MOST = 10;

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private final Supplier<Optional<Accounts>> accounts;
  private final PeerAddress peers;
  private final AddressPace pace;

  /**
   * @param accounts empty while the product starts
   * @param overall the requests of all addresses together per minute
   */
  public NewAccountRoute(Supplier<Optional<Accounts>> accounts, int overall, PeerAddress peers) {
    this.accounts = accounts;
    this.peers = peers;
    this.pace = new AddressPace(MOST, overall, System::nanoTime);
  }

  /** Below {@link RequestBodies#small}: the body is there, and small. */
  public Route route() {
    return path(
        "new",
        () -> post(() -> extractRequest(request -> CrossSite.refused(() -> answer(request)))));
  }

  private Route answer(HttpRequest request) {
    if (!pace.take(Peer.at(peers.of(request)))) {
      return complete(Answers.tooOften());
    }
    return accounts
        .get()
        .map(open -> register(open, request))
        .orElseGet(() -> complete(Answers.starting()));
  }

  private static Route register(Accounts accounts, HttpRequest request) {
    try {
      return completeWithFuture(register(accounts, token(request)));
    } catch (IOException notJson) {
      return complete(unreadable());
    }
  }

  /** The token of the query, else of the body. A blank one counts as none. */
  private static Optional<String> token(HttpRequest request) throws IOException {
    Optional<String> asked = request.getUri().query().get("token").filter(text -> !text.isBlank());
    boolean json = request.entity().getContentType().equals(ContentTypes.APPLICATION_JSON);
    return asked.isEmpty() && json && request.entity() instanceof HttpEntity.Strict body
        ? token(body.getData().toArray())
        : asked;
  }

  private static Optional<String> token(byte[] body) throws IOException {
    JsonNode token = MAPPER.readTree(body).path("token");
    return token.isTextual()
        ? Optional.of(token.textValue()).filter(text -> !text.isBlank())
        : Optional.empty();
  }

  private static HttpResponse unreadable() {
    return Answers.error(
        StatusCodes.BAD_REQUEST, "The body is not a small object in JSON.", "bad-request");
  }

  private static CompletionStage<HttpResponse> register(Accounts accounts, Optional<String> token) {
    return token
        .map(String::strip)
        .map(accounts::register)
        .orElseGet(accounts::register)
        .thenApply(making ->
            switch (making) {
              case Making.Made(AccountName name, String password) -> made(name, password);
              case Making.Closed _ ->
                  Answers.error(
                      StatusCodes.FORBIDDEN, "Registration is closed", "registration-closed");
              case Making.TokenRequired _ ->
                  Answers.error(
                      StatusCodes.FORBIDDEN,
                      "Registration token is required",
                      "registration-token-required");
              case Making.TokenRefused(TokenBook.Reason reason) ->
                  Answers.error(
                      StatusCodes.FORBIDDEN,
                      "Invalid registration token: " + reason.words(),
                      "registration-token-refused");
              case Making.Full _ ->
                  Answers.error(
                      StatusCodes.FORBIDDEN,
                      "Registration is closed: there are as many accounts as this server gives",
                      "registration-full");
            })
        .exceptionally(NewAccountRoute::busy);
  }

  private static HttpResponse made(AccountName name, String password) {
    Map<String, Object> body = new LinkedHashMap<>();
    // Both fields have the same value: some clients read one and some the other, whether it is an
    // address or not.
    body.put("email", name.value());
    body.put("username", name.value());
    body.put("password", password);
    return Answers.response(StatusCodes.OK, body);
  }

  private static HttpResponse busy(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof Passwords.Busy) {
      return Answers.error(
              StatusCodes.SERVICE_UNAVAILABLE,
              "Too many accounts are made at once. Try again in a moment.",
              "busy")
          .addHeader(RawHeader.create("Retry-After", "10"));
    }
    throw failure instanceof CompletionException already
        ? already
        : new CompletionException(failure);
  }
}
