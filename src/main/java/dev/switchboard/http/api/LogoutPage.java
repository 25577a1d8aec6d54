package dev.switchboard.http.api;

/** The page that asks whether to sign out, for a link that another site may have made. */
final class LogoutPage {
  static final String HTML =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Sign out</title>
      <h1>Sign out?</h1>
      <form method="post" action="/api/auth/logout">
      <button>Sign out</button>
      </form>
      </html>
      """;

  private LogoutPage() {}
}
