package dev.switchboard.http;

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
 * The pages of shared contacts, where sharing is on: {@code /s/<slug>} shows one, {@code /<slug>}
 * leads to it, and with the form at {@code /share} anybody adds one, ten times a minute at most
 * from one address and sixty times from all of them. Programs that accept JSON are answered with
 * it.
 */
public final class ShareRoutes {
  /** How often an address may add a share in a minute. */
  static final int MOST = 10;

  /** How often all addresses together may. */
  private static final int OVERALL = 60;

  private final KeptQrCodes codes = new KeptQrCodes();
  private final boolean on;
  private final Supplier<Optional<ShareBook>> shares;
  private final PeerAddress peers;
  private final AddressPace pace = new AddressPace(MOST, OVERALL, System::nanoTime);

  /**
   * @param on whether sharing is on; if not, none of the pages is there
   * @param shares empty while the product is only starting
   */
  public ShareRoutes(boolean on, Supplier<Optional<ShareBook>> shares, PeerAddress peers) {
    this.on = on;
    this.shares = shares;
    this.peers = peers;
  }

  /**
   * To be asked after all other pages: what is one of them is no slug. Below {@link
   * RequestBodies#small}: a form is there, and small.
   */
  Route route() {
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
                // Not a wrong method, but nothing there: this is every path of one segment.
                path(segment(), slug -> isGet(request) ? lead(slug) : reject()))
            : reject());
  }

  private static boolean isGet(HttpRequest request) {
    return request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
  }

  // ---- looking

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
                            : Html.page(
                                StatusCodes.NOT_FOUND,
                                "Not found",
                                "<h1>There is no such contact.</h1>"))));
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
      return Html.page(
              StatusCodes.SERVICE_UNAVAILABLE,
              "Busy",
              "<h1>Too many look at contacts. Try again in a moment.</h1>")
          .addHeader(RawHeader.create("Retry-After", "10"));
    }
    throw new CompletionException(cause);
  }

  private static HttpResponse shown(Share share, String code) {
    String title = share.name().isEmpty() ? share.slug() : share.name();
    String link = Html.escaped(share.url());
    return Html.page(
        StatusCodes.OK,
        title,
        """
        <h1 dir="auto">%s</h1>
        %s
        <p><a class="open" href="%s" rel="noopener noreferrer nofollow">Open</a></p>
        <code>%s</code>\
        """
            .formatted(Html.escaped(title), code, link, link));
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

  private static CompletionStage<HttpResponse> added(
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
    return book.create(share, Shares.FORM)
        .thenApply(outcome ->
            switch (outcome) {
              case DONE -> done(request, share);
              // Strangers need not hear where the admin RPC is.
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
        "Share a contact",
        """
        <h1>Share a contact</h1>
        %s
        <form method="post" action="/share">
        <label>Link<input name="url" required maxlength="1500" value="%s" placeholder="https:, openpgp4fpr:, mailto:, ..."></label>
        <label>Name<input name="name" maxlength="100" value="%s" placeholder="optional"></label>
        <label>Short name in the address<input name="slug" maxlength="64" value="%s" placeholder="a random one"></label>
        <button type="submit">Share</button>
        </form>\
        """
            .formatted(
                wrong.isEmpty()
                    ? ""
                    : "<p class=\"wrong\" role=\"alert\">%s</p>"
                        .formatted(Html.escaped(sentence(wrong))),
                Html.escaped(fields.getOrDefault("url", "")),
                Html.escaped(fields.getOrDefault("name", "")),
                Html.escaped(fields.getOrDefault("slug", ""))));
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
