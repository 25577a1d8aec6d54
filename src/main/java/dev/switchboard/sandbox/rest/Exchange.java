package dev.switchboard.sandbox.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A REST request as it came in, and what it was answered with. */
public final class Exchange {
  private final Call call;
  private final Answer answer;

  Exchange(Call call, Answer answer) {
    this.call = call;
    this.answer = answer;
  }

  public String method() {
    return call.method();
  }

  /** The path under {@code /api/v10}, without the query. */
  public String path() {
    return call.path().replaceFirst("^/api(/v\\d+)?", "");
  }

  /** The JSON that was sent, alone or beside files; empty where there was none. */
  public String sent() {
    return call.isJson() ? new String(call.text(), UTF_8) : "";
  }

  public int status() {
    return answer.status();
  }

  /** The JSON of the answer; empty where there is none. */
  public String answered() {
    return answer.isJson() ? new String(answer.body(), UTF_8) : "";
  }
}
