package dev.switchboard.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractActorSystem;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import dev.switchboard.account.AccountName;
import dev.switchboard.account.Accounts;
import dev.switchboard.account.Accounts.Making;
import dev.switchboard.account.Passwords;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code POST /new}: a local account for whoever asks, while registration is open: {@code 201
 * {"username", "password", "email"?}}, the e-mail where names are addresses. The body is not looked
 * at. Each address may ask ten times a minute, and all of them together as often as is configured.
 */
public final class NewAccountRoute {
  /** How often an address may ask in a minute. */
  static final int MOST = 10;

  private final Supplier<Optional<Accounts>> accounts;
  private final PeerAddress peers;
  private final AddressPace pace;

  /**
   * @param accounts empty while the product is only starting
   * @param overall how often all addresses together may ask in a minute
   */
  public NewAccountRoute(
      Supplier<Optional<Accounts>> accounts, int overall, HttpSettings.Trust trust) {
    this.accounts = accounts;
    this.peers = new PeerAddress(trust.proxies());
    this.pace = new AddressPace(MOST, overall, System::nanoTime);
  }

  Route route() {
    return post(() ->
        extractActorSystem(system ->
            extractRequest(request -> {
              request.discardEntityBytes(system);
              return CrossSite.refused(() -> answer(request));
            })));
  }

  private Route answer(HttpRequest request) {
    if (!pace.take(peers.of(request))) {
      return complete(Answers.tooOften());
    }
    return accounts
        .get()
        .<Route>map(open -> completeWithFuture(register(open)))
        .orElseGet(() -> complete(Answers.starting()));
  }

  private static CompletionStage<HttpResponse> register(Accounts accounts) {
    return accounts
        .register()
        .thenApply(making ->
            switch (making) {
              case Making.Made(AccountName name, String password) -> made(name, password);
              case Making.Closed _ ->
                  Answers.error(
                      StatusCodes.FORBIDDEN, "Registration is closed", "registration-closed");
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
    if (name.isAddress()) {
      body.put("email", name.value());
    }
    body.put("username", name.value());
    body.put("password", password);
    return Answers.response(StatusCodes.CREATED, body);
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
