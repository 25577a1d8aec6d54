package dev.switchboard.http.setup;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;

import dev.switchboard.access.Peer;
import dev.switchboard.http.AddressPace;
import dev.switchboard.http.PeerAddress;
import dev.switchboard.http.setup.SetupWork.Bot;
import dev.switchboard.http.setup.SetupWork.Named;
import dev.switchboard.http.setup.SetupWork.Place;
import dev.switchboard.http.setup.SetupWork.Step;
import dev.switchboard.http.setup.SetupWork.Wrong;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code /setup}: the link of the console opens it once, in one browser. Requests by another host
 * name, forms of other sites, and wrong tokens are refused. One step runs at a time, so that a
 * second click makes nothing twice.
 */
final class SetupRoute {
  /** Not {@code __Host-}, which needs TLS. */
  static final String COOKIE = "switchboard_setup";

  /** The wrong tokens of one address per minute, and of all. */
  static final int WRONG = 10;

  private static final int WRONG_OVERALL = 30;

  private final SetupWork work;
  private final SetupLink link;
  private final HostNames hosts;
  private final PeerAddress peers;
  private final SetupPages pages;
  private final AddressPace wrongTokens = new AddressPace(WRONG, WRONG_OVERALL, System::nanoTime);
  private final AtomicBoolean busy = new AtomicBoolean();
  private final CompletableFuture<Void> written = new CompletableFuture<>();
  private volatile SetupDraft draft = SetupDraft.EMPTY;

  SetupRoute(SetupWork work, SetupLink link, HostNames hosts, PeerAddress peers) {
    this.work = work;
    this.link = link;
    this.hosts = hosts;
    this.peers = peers;
    this.pages = new SetupPages(work);
  }

  /** Completes when the configuration is written, before the last page is sent. */
  CompletionStage<Void> written() {
    return written.minimalCompletionStage();
  }

  Route route() {
    return extractRequest(request -> {
      if (!hosts.allow(header(request, "Host"))) {
        return complete(
            SetupPages.refused(
                StatusCodes.MISDIRECTED_REQUEST,
                "Another address",
                "This page is only served at the address that the console shows."));
      }
      String path = request.getUri().path();
      if (!path.equals("/setup") && !path.startsWith("/setup/")) {
        return complete(nothingHere());
      }
      if (written.isDone()) {
        return complete(
            SetupPages.refused(
                StatusCodes.GONE, "Closed", "Switchboard is configured. This page is closed."));
      }
      if (request.method().equals(HttpMethods.GET)) {
        return complete(path.equals("/setup") ? look(request) : nothingHere());
      }
      return request.method().equals(HttpMethods.POST)
          ? completeWithFuture(act(path, request))
          : complete(
              SetupPages.refused(
                      StatusCodes.METHOD_NOT_ALLOWED, "Not understood", "Only GET and POST are.")
                  .addHeader(RawHeader.create("Allow", "GET, POST")));
    });
  }

  private static HttpResponse nothingHere() {
    return SetupPages.refused(
        StatusCodes.NOT_FOUND, "Nothing here", "Open the link that the console shows.");
  }

  private HttpResponse look(HttpRequest request) {
    Optional<String> token = request.getUri().query().get("token");
    if (token.isPresent()) {
      return opened(request, token.get());
    }
    return session(request)
        .map(session ->
            switch (request.getUri().query().get("step").orElse("")) {
              case "1" -> pages.bot(session, List.of());
              case "2" ->
                  draft.bot().isPresent()
                      ? pages.guilds(draft, session, List.of())
                      : pages.current(draft, session);
              default -> pages.current(draft, session);
            })
        .orElseGet(() -> unknown(request));
  }

  private HttpResponse opened(HttpRequest request, String token) {
    return link.open(token)
        .map(session ->
            SetupHtml.headed(
                HttpResponse.create()
                    .withStatus(StatusCodes.SEE_OTHER)
                    .addHeader(RawHeader.create("Location", "/setup"))
                    .addHeader(
                        RawHeader.create(
                            "Set-Cookie",
                            COOKIE
                                + "="
                                + session.cookie()
                                + "; Path=/setup; Max-Age=3600; HttpOnly; SameSite=Lax"))))
        // The right one needs no brake, and others may share its owner's address.
        .orElseGet(() -> wrongTokens.isSpent(caller(request)) ? tooOften() : unknown(request));
  }

  private Optional<SetupLink.Session> session(HttpRequest request) {
    return cookies(request)
        .filter(pair -> pair.startsWith(COOKIE + "="))
        .map(pair -> pair.substring(COOKIE.length() + 1))
        .flatMap(value -> link.of(value).stream())
        .findFirst();
  }

  private static Stream<String> cookies(HttpRequest request) {
    return Stream.of(header(request, "Cookie").split(";", -1)).map(String::strip);
  }

  /** The answer to everybody but the browser that opened the link. */
  private HttpResponse unknown(HttpRequest request) {
    if (!wrongTokens.take(caller(request))) {
      return tooOften();
    }
    return SetupPages.refused(
        StatusCodes.FORBIDDEN,
        "Open the link of the console",
        "The link opens this page once, in one browser. If it was used elsewhere, start Switchboard"
            + " again: it prints a new one.");
  }

  private static HttpResponse tooOften() {
    return SetupPages.refused(
            StatusCodes.TOO_MANY_REQUESTS, "Too many attempts", "Try again in a minute.")
        .addHeader(RawHeader.create("Retry-After", "60"));
  }

  private Peer caller(HttpRequest request) {
    return Peer.at(peers.of(request));
  }

  // ---- the forms

  private CompletionStage<HttpResponse> act(String path, HttpRequest request) {
    Optional<SetupLink.Session> session = session(request);
    if (session.isEmpty()) {
      return CompletableFuture.completedStage(unknown(request));
    }
    String site = header(request, "Sec-Fetch-Site");
    Optional<SetupForm> form = SetupForm.of(request);
    boolean ours =
        (site.isEmpty() || site.equals("same-origin"))
            && form.filter(sent -> session.get().isForm(sent.value("form"))).isPresent();
    if (!ours) {
      return CompletableFuture.completedStage(
          SetupPages.refused(
              StatusCodes.FORBIDDEN, "Not from this page", "Only this page's own forms count."));
    }
    if (!busy.compareAndSet(false, true)) {
      return CompletableFuture.completedStage(
          SetupPages.refused(
              StatusCodes.CONFLICT,
              "One moment",
              "The last step is still being checked. Open this page again in a moment."));
    }
    return step(path, form.orElseThrow(), session.get()).whenComplete((_, _) -> busy.set(false));
  }

  private CompletionStage<HttpResponse> step(
      String path, SetupForm form, SetupLink.Session session) {
    return switch (path) {
      case "/setup/bot" -> bot(form.value(SetupPages.TOKEN), session);
      case "/setup/again" -> bot(draft.value(SetupPages.TOKEN), session);
      case "/setup/guilds" -> guilds(form, session);
      case "/setup/finish" -> finish(form, session);
      default -> CompletableFuture.completedStage(nothingHere());
    };
  }

  private CompletionStage<HttpResponse> bot(String token, SetupLink.Session session) {
    Map<String, String> values = Map.of(SetupPages.TOKEN, token);
    List<Wrong> wrongs = SetupForm.tooLong(values);
    if (!wrongs.isEmpty()) {
      return CompletableFuture.completedStage(pages.bot(session, wrongs));
    }
    return work.bot(token)
        .thenApply(step -> {
          step.result().ifPresent((Bot bot) -> draft = draft.with(values).with(bot));
          return step.result().isPresent()
              ? pages.guilds(draft, session, List.of())
              : pages.bot(session, step.wrongs());
        });
  }

  private CompletionStage<HttpResponse> guilds(SetupForm form, SetupLink.Session session) {
    if (draft.bot().isEmpty()) {
      return CompletableFuture.completedStage(pages.current(draft, session));
    }
    Map<String, String> values = form.values(SetupPages.OF_GUILDS);
    List<Wrong> wrongs = SetupForm.tooLong(values);
    if (!wrongs.isEmpty()) {
      return CompletableFuture.completedStage(pages.guilds(draft, session, wrongs));
    }
    draft = draft.with(values);
    return work.place(whole(draft))
        .thenApply(step -> {
          step.result().ifPresent((Place place) -> draft = draft.with(place));
          return step.result().isPresent()
              ? pages.place(draft, session, List.of())
              : pages.guilds(draft, session, step.wrongs());
        });
  }

  private CompletionStage<HttpResponse> finish(SetupForm form, SetupLink.Session session) {
    if (draft.place().isEmpty()) {
      return CompletableFuture.completedStage(pages.current(draft, session));
    }
    Map<String, String> values = form.values(SetupPages.OF_PLACE);
    List<Wrong> wrongs = new ArrayList<>(SetupForm.tooLong(values));
    draft = wrongs.isEmpty() ? draft.with(values) : draft;
    if (!wrongs.isEmpty()) {
      return CompletableFuture.completedStage(pages.place(draft, session, wrongs));
    }
    CompletionStage<Step<String>> outcome =
        draft.value(SetupPages.CATEGORY).equals(SetupPages.NEW)
            ? work.check(whole(draft)).thenCompose(this::makeCategoryAndFinish)
            : work.finish(whole(draft));
    return outcome.thenApply(step ->
        step.result().map(this::ended).orElseGet(() -> pages.place(draft, session, step.wrongs())));
  }

  private HttpResponse ended(String file) {
    HttpResponse last = pages.done(draft, file);
    draft = SetupDraft.EMPTY;
    written.complete(null);
    return last;
  }

  private CompletionStage<Step<String>> makeCategoryAndFinish(Step<String> checked) {
    if (checked.result().isEmpty()) {
      return CompletableFuture.completedStage(checked);
    }
    return work.makeCategory(draft.bot().orElseThrow(), whole(draft))
        .thenCompose(made -> {
          if (made.result().isEmpty()) {
            return CompletableFuture.completedStage(Step.wrong(made.wrongs()));
          }
          chosen(made.result().get());
          return work.finish(whole(draft));
        });
  }

  /** The category is among the others from now on, so that no mistake makes a second one. */
  private void chosen(Named category) {
    Place place = draft.place().orElseThrow();
    List<Named> categories = new ArrayList<>(place.categories());
    categories.addFirst(category);
    draft =
        draft
            .with(Map.of(SetupPages.CATEGORY, category.id()))
            .with(new Place(categories, place.channels(), place.roles()));
  }

  /** The values of the file. An empty staff guild is the community's, as without the key. */
  private Map<String, String> whole(SetupDraft answers) {
    Map<String, String> values = new HashMap<>(answers.values());
    if (answers.value(SetupPages.STAFF).isEmpty()) {
      values.put(SetupPages.STAFF, answers.value(SetupPages.COMMUNITY));
    }
    boolean panel =
        !answers.value(SetupPages.CLIENT).isEmpty() || !answers.value(SetupPages.SECRET).isEmpty();
    if (panel) {
      values.put(SetupPages.PANEL, "true");
      values.put(SetupPages.REDIRECT, pages.redirect(answers));
    }
    if (answers.value(SetupPages.CATEGORY).equals(SetupPages.NEW)) {
      values.put(SetupPages.CATEGORY, values.getOrDefault(SetupPages.STAFF, ""));
    }
    return values;
  }

  private static String header(HttpRequest request, String name) {
    return request.getHeader(name).map(HttpHeader::value).orElse("");
  }
}
