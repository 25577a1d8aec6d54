package dev.switchboard.access.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.switchboard.SecurityPoint;
import dev.switchboard.access.login.IdentityProvider.Failure;
import dev.switchboard.access.login.IdentityProvider.Identity;
import dev.switchboard.access.login.IdentityProvider.SignInFailed;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscordOAuthTest {
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final URI BACK = URI.create("http://127.0.0.1:1/api/auth/callback");

  private final Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory());
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    http.close();
    sandbox.close();
  }

  private DiscordOAuth oauth(String secret, String apiUrl) {
    return new DiscordOAuth(
        new PanelSettings.Client(String.valueOf(sandbox.world().bot()), secret, BACK),
        URI.create(apiUrl),
        Runnable::run,
        Duration.ofSeconds(10));
  }

  private DiscordOAuth oauth() {
    return oauth(sandbox.clientSecret(), sandbox.apiUrl());
  }

  private String code(String person) throws Exception {
    URI consent =
        URI.create(oauth().consent("s1", VERIFIER) + "&user=" + sandbox.world().person(person));
    String back =
        http.send(HttpRequest.newBuilder(consent).build(), HttpResponse.BodyHandlers.discarding())
            .headers()
            .firstValue("Location")
            .orElseThrow();
    assertThat(back).startsWith(BACK + "?code=").endsWith("&state=s1");
    return back.replaceAll(".*code=([0-9a-f]+).*", "$1");
  }

  private static Failure failure(DiscordOAuth oauth, String code, String verifier) {
    CompletionException thrown =
        catchThrowableOfType(
            CompletionException.class,
            () -> oauth.identity(code, verifier).toCompletableFuture().join());
    if (thrown.getCause() instanceof SignInFailed refused) {
      return refused.failure();
    }
    throw new AssertionError("failed for another reason", thrown);
  }

  /** The challenge of this verifier stands in RFC 7636, appendix B. */
  @SecurityPoint({8, 11})
  @Test
  void theConsentIsAskedForAtTheHostOfTheApi() {
    assertThat(oauth().consent("s 1", VERIFIER).toString())
        .startsWith(sandbox.url() + "/oauth2/authorize?")
        .contains("response_type=code")
        .contains("client_id=" + sandbox.world().bot())
        .contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fapi%2Fauth%2Fcallback")
        .containsPattern("scope=identify(&|$)")
        .doesNotContain("prompt=")
        .contains("state=s+1")
        .contains("code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        .contains("code_challenge_method=S256");
  }

  @SecurityPoint(10)
  @Test
  void aCodeIsAPersonOnce() throws Exception {
    String code = code("alice");

    Identity alice = oauth().identity(code, VERIFIER).toCompletableFuture().join();

    assertThat(alice.id()).isEqualTo(sandbox.world().person("alice"));
    assertThat(alice.shown()).isNotEmpty();
    assertThat(failure(oauth(), code, VERIFIER)).isEqualTo(Failure.CODE);
  }

  @SecurityPoint(9)
  @Test
  void aCodeOfAnotherBrowserIsNobodys() throws Exception {
    assertThat(failure(oauth(), code("alice"), "x".repeat(43))).isEqualTo(Failure.CODE);
  }

  @Test
  void aWrongClientSecretIsToldApart() throws Exception {
    assertThat(failure(oauth("wrong", sandbox.apiUrl()), code("alice"), VERIFIER))
        .isEqualTo(Failure.CLIENT);
  }

  @Test
  void aDiscordThatDoesNotAnswerIsToldApart() {
    assertThat(failure(oauth("x", "http://127.0.0.1:1/api/v10"), "abc", VERIFIER))
        .isEqualTo(Failure.UNREACHABLE);
  }
}
