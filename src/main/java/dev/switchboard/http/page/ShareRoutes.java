package dev.switchboard.http.page;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.formFieldMap;
import static org.apache.pekko.http.javadsl.server.Directives.onSuccess;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.post;
import static org.apache.pekko.http.javadsl.server.Directives.reject;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import dev.switchboard.access.Peer;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Surface;
import dev.switchboard.http.AddressPace;
import dev.switchboard.http.Answers;
import dev.switchboard.http.CrossSite;
import dev.switchboard.http.PeerAddress;
import dev.switchboard.http.RequestBodies;
import dev.switchboard.share.ShareBook;
import dev.switchboard.share.ShareName;
import dev.switchboard.share.SharedLink;
import dev.switchboard.share.Shares;
import dev.switchboard.share.Shares.Share;
import dev.switchboard.share.Slug;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The pages of shared contacts, while sharing is on: {@code /s/<slug>} shows a share and {@code
 * /<slug>} redirects to it. Anybody can add one with the form at {@code /share}, at most ten a
 * minute from one address and sixty from all. Programs that accept JSON get JSON.
 */
public final class ShareRoutes {
  /** The shares that one address may add per minute. */
  static final int MOST = 10;

  /** The shares that all addresses together may add per minute. */
  private static final int OVERALL = 60;

  private final KeptQrCodes codes = new KeptQrCodes();
  private final boolean on;
  private final Supplier<Optional<ShareBook>> shares;
  private final PeerAddress peers;
  private final AddressPace pace = new AddressPace(MOST, OVERALL, System::nanoTime);

  /**
   * @param on whether sharing is on; if not, the pages do not exist
   * @param shares empty while the product starts
   */
  public ShareRoutes(boolean on, Supplier<Optional<ShareBook>> shares, PeerAddress peers) {
    this.on = on;
    this.shares = shares;
    this.peers = peers;
  }

  /**
   * Must be the last route, so that the paths of other pages are not taken for slugs, and below
   * {@link RequestBodies#small}: forms are read and small.
   */
  public Route route() {
    return extractRequest(request ->
        on
            ? concat(
                path(
                    segment("s").slash(segment()), slug -> Answers.look(() -> page(request, slug))),
                path(
                    "share",
                    () ->
                        concat(
                            Answers.look(() -> complete(form("", Map.of()))),
                            post(() -> CrossSite.refused(() -> add(request))))),
                // Reject as unknown and not as a wrong method: this pattern matches every path of
                // one segment.
                path(segment(), slug -> isGet(request) ? lead(slug) : reject()))
            : reject());
  }

  private static boolean isGet(HttpRequest request) {
    return request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
  }

  // ---- showing

  private Route page(HttpRequest request, String slug) {
    return found(
        slug,
        share ->
            share
                .map(one ->
                    wantsJson(request)
                        ? complete(json(StatusCodes.OK, one))
                        : completeWithFuture(shown(one)))
                .orElseGet(() ->
                    complete(
                        wantsJson(request)
                            ? Answers.notFound()
                            : message(
                                StatusCodes.NOT_FOUND, "Not found", "There is no such contact."))));
  }

  private Route lead(String slug) {
    return found(
        slug,
        share ->
            share
                .map(one ->
                    complete(
                        HttpResponse.create()
                            .withStatus(StatusCodes.FOUND)
                            .addHeader(RawHeader.create("Location", "/s/" + one.slug()))
                            .addHeader(RawHeader.create("Cache-Control", "no-store"))))
                .orElseGet(() -> reject()));
  }

  private Route found(String slug, Function<Optional<Share>, Route> answer) {
    return Slug.of(slug)
        .map(known ->
            shares
                .get()
                .<Route>map(book -> onSuccess(book.find(known), answer))
                .orElseGet(() -> complete(Answers.starting())))
        .orElseGet(() -> answer.apply(Optional.empty()));
  }

  private CompletionStage<HttpResponse> shown(Share share) {
    return codes
        .svg(share.url())
        .thenApply(code -> shown(share, code.orElse("")))
        .exceptionally(ShareRoutes::busy);
  }

  private static HttpResponse busy(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof KeptQrCodes.Busy) {
      return message(
              StatusCodes.SERVICE_UNAVAILABLE,
              "Busy",
              "Too many look at contacts. Try again in a moment.")
          .addHeader(RawHeader.create("Retry-After", "10"));
    }
    throw new CompletionException(cause);
  }

  private static HttpResponse shown(Share share, String code) {
    String title = share.name().isEmpty() ? share.slug() : share.name();
    return Html.page(
        StatusCodes.OK, "contact.jte", Map.of("title", title, "code", code, "link", share.url()));
  }

  private static HttpResponse message(StatusCode status, String title, String message) {
    return Html.page(status, "message.jte", Map.of("title", title, "message", message));
  }

  // ---- adding

  private Route add(HttpRequest request) {
    return formFieldMap(fields ->
        pace.take(Peer.at(peers.of(request)))
            ? shares
                .get()
                .<Route>map(book -> completeWithFuture(added(request, book, fields)))
                .orElseGet(() -> complete(Answers.starting()))
            : complete(Answers.tooOften()));
  }

  private CompletionStage<HttpResponse> added(
      HttpRequest request, ShareBook book, Map<String, String> fields) {
    String wanted = fields.getOrDefault("slug", "").strip();
    Optional<String> slug = wanted.isEmpty() ? Optional.of(Slug.random()) : Slug.of(wanted);
    Optional<String> link = SharedLink.of(fields.getOrDefault("url", ""));
    Optional<String> name = ShareName.of(fields.getOrDefault("name", ""));
    if (slug.isEmpty() || link.isEmpty() || name.isEmpty()) {
      String why =
          link.isEmpty()
              ? SharedLink.EXPECTED
              : slug.isEmpty() ? Slug.EXPECTED : ShareName.EXPECTED;
      return CompletableFuture.completedStage(
          refused(request, StatusCodes.BAD_REQUEST, why, fields));
    }
    Share share = new Share(slug.get(), link.get(), name.get());
    return book.create(share, form(request))
        .thenApply(outcome ->
            switch (outcome) {
              case DONE -> done(request, share);
              // Strangers must not learn where the admin RPC is.
              case TAKEN, HIDDEN ->
                  refused(request, StatusCodes.CONFLICT, "this slug is taken", fields);
              case TOO_MANY, UNKNOWN ->
                  refused(
                      request,
                      StatusCodes.CONFLICT,
                      "there are as many contacts as this server keeps",
                      fields);
            });
  }

  /** Strangers act through the form: the journal keeps the form's name for all of them. */
  private Principal form(HttpRequest request) {
    return new Principal.Component(
        Shares.FORM,
        new Principal.Source(
            Surface.PAGE, Optional.of(peers.of(request).getHostAddress()), Shares.FORM));
  }

  private static HttpResponse done(HttpRequest request, Share share) {
    return wantsJson(request)
        ? json(StatusCodes.CREATED, share)
        : HttpResponse.create()
            .withStatus(StatusCodes.SEE_OTHER)
            .addHeader(RawHeader.create("Location", "/s/" + share.slug()));
  }

  private static HttpResponse refused(
      HttpRequest request, StatusCode status, String why, Map<String, String> fields) {
    return wantsJson(request) ? Answers.error(status, why, "refused") : form(status, why, fields);
  }

  private static HttpResponse form(String wrong, Map<String, String> fields) {
    return form(StatusCodes.OK, wrong, fields);
  }

  private static HttpResponse form(StatusCode status, String wrong, Map<String, String> fields) {
    return Html.page(
        status,
        "form.jte",
        Map.of(
            "wrong", wrong.isEmpty() ? "" : sentence(wrong),
            "url", fields.getOrDefault("url", ""),
            "name", fields.getOrDefault("name", ""),
            "slug", fields.getOrDefault("slug", "")));
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }

  // ---- JSON

  private static boolean wantsJson(HttpRequest request) {
    return request
        .getHeader("Accept")
        .map(HttpHeader::value)
        .filter(accept -> accept.contains("application/json"))
        .isPresent();
  }

  private static HttpResponse json(StatusCode status, Share share) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("slug", share.slug());
    body.put("url", share.url());
    body.put("name", share.name());
    return Answers.response(status, body);
  }
}
