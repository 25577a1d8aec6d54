package dev.switchboard.e2e.panel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.Sandbox;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/**
 * A browser without its screen: it keeps cookies, follows redirects, and says which site a request
 * comes from. For tests.
 */
final class Browser implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final int port;
  private final Sandbox discord;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Browser(RunningProduct product) {
    this(product.port(), product.sandbox());
  }

  /** Of a product that listens at a port of this machine. */
  Browser(int port, Sandbox discord) {
    this.port = port;
    this.discord = discord;
  }

  /** An answer with its body as JSON, which is missing where there is none. */
  record Page(int status, HttpResponse<String> raw) {
    JsonNode json() {
      try {
        return MAPPER.readTree(raw.body());
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + raw.body(), e);
      }
    }

    String location() {
      return raw.headers().firstValue("Location").orElseThrow();
    }
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  Page get(String path) {
    return send(HttpRequest.newBuilder(url(path)).header("Sec-Fetch-Site", "same-origin").build());
  }

  Page get(URI address) {
    return send(HttpRequest.newBuilder(address).build());
  }

  Page delete(String path) {
    return send(
        HttpRequest.newBuilder(url(path)).header("Sec-Fetch-Site", "same-origin").DELETE().build());
  }

  Page post(String path, String json) {
    return ask("POST", path, json);
  }

  /** A request with a body, and more headers as names and values by turns. */
  Page ask(String method, String path, String json, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url(path))
            .header("Sec-Fetch-Site", "same-origin")
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  /** Opens a stream of events; the caller closes it. */
  EventReader follow(String query, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url("/api/events" + query));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return new EventReader(http.send(request.build(), HttpResponse.BodyHandlers.ofLines()));
    } catch (IOException e) {
      throw new AssertionError("no stream", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  Page send(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Page(answer.statusCode(), answer);
    } catch (IOException e) {
      throw new AssertionError("no answer to " + request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Signs in as a person of the look-alike, and gives the page to which that led. */
  String signIn(String person, String redirect) {
    URI consent = URI.create(get("/api/auth/login?redirect=" + redirect).location());
    String back = get(URI.create(consent + "&user=" + discord.world().person(person))).location();
    return get(URI.create(back)).location();
  }

  String signIn(String person) {
    return signIn(person, "/");
  }

  Optional<String> cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  List<HttpCookie> cookies() {
    return cookies.getCookieStore().getCookies();
  }

  @Override
  public void close() {
    http.close();
  }
}
