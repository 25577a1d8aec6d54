package dev.switchboard.sandbox.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.switchboard.sandbox.act.Attachments;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.StoredFiles;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;

/** The routes beside the API: files of messages, avatars, and the page to play in. */
public final class Pages {
  private static final int SIDE = 128;
  private static final String GONE = "This content is no longer available.";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "json", "application/json",
          "woff2", "font/woff2");

  /** Only resources of this server, no inline script, no framing. */
  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src"
          + " 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  /**
   * An uploaded HTML file gets an origin of its own and no scripts: in the sandbox's origin it
   * could read the page with its token.
   */
  private static final String FILE_POLICY =
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src"
          + " 'self'";

  private static final String TOKEN_PLACE = "{control-token}";

  private final StoredFiles files;
  private final String controlToken;
  private final RouteTable routes = new RouteTable();

  /**
   * The pages.
   *
   * @param controlToken the token, which is part of the page so that the page's address needs none;
   *     other sites cannot read the page, since foreign origins and hosts are refused
   */
  public Pages(StoredFiles files, String controlToken) {
    this.files = files;
    this.controlToken = controlToken;
    routes.open("GET", "/attachments/{channel}/{id}/{name}", this::attachment);
    routes.open("HEAD", "/attachments/{channel}/{id}/{name}", this::attachment);
    routes.open("GET", "/avatars/{user}/{name}", this::avatar);
    routes.open("GET", "/embed/avatars/{name}", restCall -> avatar(restCall));
  }

  public RouteTable routes() {
    return routes;
  }

  public RestAnswer answer(RestCall restCall) {
    try {
      var match = routes.find(restCall.method(), restCall.path());
      if (match.isPresent()) {
        restCall.parameters(match.get().parameters());
        return match.get().route().handler().handle(restCall);
      }
    } catch (ApiError error) {
      return RestAnswer.error(error);
    }
    return restCall.method().equals("GET")
        ? resource(restCall.path())
        : RestAnswer.text(405, "405\n");
  }

  private RestAnswer attachment(RestCall restCall) {
    boolean good =
        files.isGood(
            restCall.path(),
            restCall.query("ex").orElse(""),
            restCall.query("is").orElse(""),
            restCall.query("hm").orElse(""));
    if (!good) {
      return RestAnswer.text(404, GONE);
    }
    return files
        .content(restCall.id("id"))
        .map(c ->
            RestAnswer.bytes(200, Attachments.contentType(restCall.parameter("name")), c)
                .with(
                    Map.of(
                        "Content-Security-Policy",
                        FILE_POLICY,
                        "X-Content-Type-Options",
                        "nosniff")))
        .orElseGet(() -> RestAnswer.text(404, GONE));
  }

  private RestAnswer avatar(RestCall restCall) {
    return RestAnswer.bytes(200, "image/png", drawn(restCall.id("user")));
  }

  /**
   * An avatar: a mirrored pattern of the user's own. It uses plain pixels, since fonts and graphics
   * need libraries that a server may not have.
   */
  private static byte[] drawn(long seed) {
    long bits = seed * 0x9E3779B97F4A7C15L;
    int colour = Color.HSBtoRGB((bits >>> 56) / 255f, 0.55f, 0.75f);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int column = Math.min(x * 8 / SIDE, 7 - x * 8 / SIDE);
        boolean set = (bits >>> (column * 8 + y * 8 / SIDE) & 1) == 1;
        image.setRGB(x, y, set ? 0xFFFFFF : colour);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private RestAnswer resource(String path) {
    String name = path.equals("/") ? "/index.html" : path;
    if (name.contains("..") || !name.matches("[A-Za-z0-9/._-]+")) {
      return RestAnswer.text(404, "404\n");
    }
    try (InputStream in = Pages.class.getResourceAsStream("/sandbox" + name)) {
      if (in == null) {
        return RestAnswer.text(404, "404\n");
      }
      String ending = name.substring(name.lastIndexOf('.') + 1);
      String type = TYPES.getOrDefault(ending, "application/octet-stream");
      byte[] bytes = in.readAllBytes();
      if (ending.equals("html")) {
        bytes = new String(bytes, UTF_8).replace(TOKEN_PLACE, controlToken).getBytes(UTF_8);
      }
      return RestAnswer.bytes(200, type, bytes)
          .with(
              Map.of(
                  "Content-Security-Policy", PAGE_POLICY,
                  "X-Content-Type-Options", "nosniff",
                  "Referrer-Policy", "no-referrer",
                  "Cache-Control", "no-store"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
