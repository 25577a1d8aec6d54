package dev.switchboard.sandbox.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A REST request and its answer. */
public final class Exchange {
  private final RestCall restCall;
  private final RestAnswer restAnswer;

  Exchange(RestCall restCall, RestAnswer restAnswer) {
    this.restCall = restCall;
    this.restAnswer = restAnswer;
  }

  public String method() {
    return restCall.method();
  }

  /** The path under {@code /api/v10}, without the query. */
  public String path() {
    return restCall.path().replaceFirst("^/api(/v\\d+)?", "");
  }

  /** The JSON of the request, alone or beside files; empty if there is none. */
  public String sent() {
    return restCall.isJson() ? new String(restCall.text(), UTF_8) : "";
  }

  public int status() {
    return restAnswer.status();
  }

  /** The JSON of the answer; empty if there is none. */
  public String answered() {
    return restAnswer.isJson() ? new String(restAnswer.body(), UTF_8) : "";
  }
}
