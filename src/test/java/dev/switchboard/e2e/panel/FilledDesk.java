package dev.switchboard.e2e.panel;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * A desk with something on each page: tickets with all kinds of messages, keys, grants, webhooks
 * with deliveries, bans, several sessions. For tests that look at the panel.
 */
final class FilledDesk implements AutoCloseable {
  /** What the product needs to be told, so that webhooks arrive on this machine. */
  static final Map<String, String> CONFIGURATION =
      Map.of(
          "switchboard.webhooks.allow-http", "on",
          "switchboard.webhooks.allow-private-addresses", "on");

  private static final Map<String, String> OTHERS =
      Map.of(
          "owen", "My order 20381 came without the charger. Can you send one?",
          "priya", "How do I change the e-mail address of my account?",
          "mikael", "Is there a student discount?",
          "yuki", "The app closes by itself when I open the settings.",
          "farid", "سلام، رمز عبورم را فراموش کرده‌ام و ایمیلی هم نمی‌رسد.",
          "lotta", "Thanks, it works again!");

  private final RunningProduct product;
  private final Browser sam;
  private final HttpServer receiver;
  private final String ticket;
  private final String webhook;

  private FilledDesk(RunningProduct product) {
    this.product = product;
    this.sam = new Browser(product);
    sam.signIn("sam");
    this.receiver = receiver();
    String deliveries = webhooks();
    this.ticket = conversation();
    others();
    administration();
    this.webhook = deliveries;
    awaitDeliveries();
  }

  static FilledDesk of(RunningProduct product) {
    return new FilledDesk(product);
  }

  /** The path of a page of the panel, with what there is in the places of its parameters. */
  String path(String pattern) {
    String path = pattern.replace("/tickets/$id", "/tickets/" + ticket);
    path = path.replace("/webhooks/$id", "/webhooks/" + webhook);
    assertThat(path).as("say here what stands for the parameter").doesNotContain("$");
    return path.equals("/search") ? "/search?q=parcel" : path;
  }

  String ticket() {
    return ticket;
  }

  // ---- tickets

  private String idOf(long member) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> sam.get("/api/tickets?member=" + member).json().at("/tickets/0/id").asText(),
            id -> !id.isEmpty());
  }

  private static ObjectNode text(String text) {
    return JsonNodeFactory.instance.objectNode().put("text", text);
  }

  private JsonNode done(String method, String path, ObjectNode body) {
    Browser.Page answer = sam.ask(method, path, body.toString());
    assertThat(answer.status()).as(answer.raw().body()).isBetween(200, 299);
    return answer.json();
  }

  private int reply(OpenTicket of, String id, ObjectNode body) {
    int number = done("POST", "/api/tickets/" + id + "/replies", body).path("number").asInt();
    of.awaitMember(says(body.path("text").asText().lines().findFirst().orElse("")));
    return number;
  }

  /** One ticket with all kinds of messages. */
  private String conversation() {
    OpenTicket nadia = OpenTicket.of(product, "nadia");
    String id = idOf(nadia.member());
    JsonNode typo =
        product.client().sendDm(nadia.member(), "My parcel was deliverd to the wrong adress.");
    nadia.awaitStaff(says("deliverd"));
    product
        .client()
        .edit(
            nadia.member(),
            nadia.dm(),
            typo.path("id").asLong(),
            "My parcel was delivered to the **wrong address**. It says `12 Elm Street`.");
    nadia.awaitStaff(says("wrong address"));
    product
        .client()
        .sendDm(
            nadia.member(),
            form().put("content", "This is the label:"),
            Map.of("label.png", picture(), "tracking.txt", new byte[2_048]));
    nadia.awaitStaff(says("This is the label"));
    reply(nadia, id, text("Good morning Nadia! I am sorry about that.\nI am asking the carrier."));
    done(
        "POST",
        "/api/tickets/" + id + "/notes",
        text("Third wrong delivery of this carrier in **two weeks**. Ask <@7> before refunding."));
    JsonNode gone = product.client().sendDm(nadia.member(), "My number is 555 0134, call me.");
    nadia.awaitStaff(says("555 0134"));
    product.client().delete(nadia.member(), nadia.dm(), gone.path("id").asLong());
    int edited = reply(nadia, id, text("It will arive on Thursday."));
    done("PATCH", "/api/tickets/" + id + "/replies/" + edited, text("It arrives on Thursday."));
    int deleted = reply(nadia, id, text("This was for somebody else."));
    assertThat(sam.delete("/api/tickets/" + id + "/replies/" + deleted).status()).isEqualTo(200);
    reply(
        nadia,
        id,
        text("> It says `12 Elm Street`.\n- the carrier knows\n- track it: https://example.com/p/7")
            .put("anonymous", true));
    product
        .client()
        .sendDm(
            nadia.member(),
            "Thank you!\n```json\n{\"parcel\": \"7\", \"state\": \"on its way\"}\n```\n"
                + "https://example.com/"
                + "a-very-long-address-without-a-break".repeat(4));
    nadia.awaitStaff(says("on its way"));
    done("PUT", "/api/tickets/" + id + "/priority", form().put("priority", "high"));
    return id;
  }

  private void others() {
    Map<String, String> tickets = new LinkedHashMap<>();
    OTHERS.forEach((name, text) -> {
      OpenTicket member = OpenTicket.of(product, name);
      product.client().sendDm(member.member(), text);
      member.awaitStaff(says(text.substring(0, 8)));
      tickets.put(name, idOf(member.member()));
    });
    done(
        "PUT",
        "/api/tickets/" + tickets.get("yuki") + "/priority",
        form().put("priority", "urgent"));
    done(
        "POST",
        "/api/tickets/" + tickets.get("priya") + "/replies",
        text("In *Account*, *E-mail*. You get a message to confirm it."));
    done(
        "POST",
        "/api/tickets/" + tickets.get("lotta") + "/close",
        form().put("reason", "solved").put("silent", true));
    product
        .client()
        .sendDm(
            product
                .client()
                .createUser(
                    "a_member_with_a_very_long_name_7",
                    Duration.ofDays(3),
                    product.sandbox().world().communityGuild()),
            "One parcel, and one very long question about it that has no room in a line. "
                .repeat(5));
  }

  // ---- administration

  private void administration() {
    for (String name : List.of("Website", "Statistics of the shop with a long name")) {
      ObjectNode key = form().put("name", name);
      key.putArray("permissions").add("read:tickets").add("write:tickets");
      done("POST", "/api/apikeys", key);
    }
    ObjectNode key = form().put("name", "Old script");
    key.putArray("permissions").add("read:tickets");
    String revoked = done("POST", "/api/apikeys", key).path("id").asText();
    done("POST", "/api/apikeys/" + revoked + "/revoke", form());
    for (String permission : List.of("view_tickets", "manage_tickets", "view_audit")) {
      done(
          "POST",
          "/api/admin/permissions",
          form()
              .put("subject_type", "user")
              .put("subject_id", String.valueOf(product.person("sue")))
              .put("permission", permission));
    }
    long guild = product.sandbox().world().communityGuild();
    for (String name : List.of("mallory", "spammer_2026")) {
      long member = product.client().createUser(name, Duration.ofDays(1), guild);
      product.client().ban(guild, member, "the same link in nine channels, " + "again ".repeat(12));
    }
    try (Browser elsewhere = new Browser(product);
        Browser sue = new Browser(product)) {
      elsewhere.signIn("sam");
      sue.signIn("sue");
      sue.ask(
          "PUT",
          "/api/tickets/" + ticket + "/presence",
          form().put("state", "typing").put("has_draft", true).toString());
    }
  }

  // ---- webhooks

  private static HttpServer receiver() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String webhooks() {
    String address = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/switchboard/events";
    ObjectNode good = form().put("url", address).put("description", "Statistics of the shop");
    String id = done("POST", "/api/webhooks", good).at("/webhook/id").asText();
    ObjectNode away =
        form()
            .put("url", "http://127.0.0.1:" + FreePort.any() + "/in/" + "long".repeat(20))
            .put("description", "A receiver that is away");
    away.putArray("events").add("ticket.opened").add("ticket.closed");
    done("POST", "/api/webhooks", away);
    return id;
  }

  private void awaitDeliveries() {
    await()
        .atMost(PATIENCE)
        .until(() ->
            sam.get("/api/webhooks/" + webhook + "/deliveries")
                .json()
                .path("deliveries")
                .valueStream()
                .anyMatch(one -> one.toString().contains("ticket.closed")));
  }

  private static byte[] picture() {
    BufferedImage image = new BufferedImage(480, 300, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setPaint(new GradientPaint(0, 0, new Color(0xF2D8A7), 480, 300, new Color(0xC99B58)));
    pen.fillRect(0, 0, 480, 300);
    pen.setColor(Color.WHITE);
    pen.fillRect(120, 80, 240, 140);
    pen.setColor(Color.DARK_GRAY);
    for (int line = 0; line < 4; line++) {
      pen.fillRect(140, 100 + 26 * line, 200 - 30 * line, 10);
    }
    pen.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    receiver.stop(0);
    sam.close();
  }
}
