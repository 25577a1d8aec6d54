package dev.switchboard.e2e.panel;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files go to members with replies, and those of messages are read, over HTTP. */
class FilesOverHttpTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static RunningProduct product;
  private static Browser sam;

  @BeforeAll
  static void start() {
    product = PanelProduct.start(data, DATABASE.settings());
    sam = new Browser(product);
    sam.signIn("sam");
  }

  @AfterAll
  static void stop() {
    sam.close();
    product.close();
  }

  private static String path(OpenTicket ticket) {
    String id =
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    sam.get("/api/tickets?member=" + ticket.member())
                        .json()
                        .path("tickets")
                        .path(0)
                        .path("id")
                        .asText(),
                text -> !text.isEmpty());
    return "/api/tickets/" + id;
  }

  private static Browser.Page upload(String path, String name, String type, byte[] bytes) {
    return sam.send(
        HttpRequest.newBuilder(sam.url(path + "/files?name=" + name))
            .header("Sec-Fetch-Site", "same-origin")
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
            .build());
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static String reply(String text, String... files) {
    return "{\"text\":\"%s\",\"files\":[%s]}"
        .formatted(
            text, String.join(",", List.of(files).stream().map(id -> '"' + id + '"').toList()));
  }

  private static JsonNode awaitMessage(String path, String text) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                sam.get(path + "/messages?limit=200")
                    .json()
                    .path("messages")
                    .valueStream()
                    .filter(one -> one.path("text").asText().equals(text))
                    .filter(one -> one.path("delivery").path("state").asText().equals("delivered"))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  private static String code(Browser.Page page) {
    return page.json().path("code").asText();
  }

  @Test
  void aPictureGoesToTheMemberOnceWithItsReply() {
    OpenTicket ticket = OpenTicket.of(product, "pictured");
    String path = path(ticket);
    // Far more than what is read into memory elsewhere.
    byte[] picture = bytes(3 << 20);

    Browser.Page uploaded = upload(path, "label.png", "image/png", picture);

    assertThat(uploaded.status()).as(uploaded.raw().body()).isEqualTo(201);
    assertThat(uploaded.json().path("size").asLong()).isEqualTo(picture.length);
    String id = uploaded.json().path("id").asText();
    Browser.Page first =
        sam.ask("POST", path + "/replies", reply("your label", id), "Idempotency-Key", "label");
    Browser.Page again =
        sam.ask("POST", path + "/replies", reply("your label", id), "Idempotency-Key", "label");
    assertThat(first.status()).as(first.raw().body()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    JsonNode seen = ticket.awaitMember(says("your label"));
    assertThat(OpenTicket.files(seen)).containsExactly("label.png");
    assertThat(OpenTicket.bytes(seen.path("attachments").path(0).path("url").asText()))
        .isEqualTo(picture);
    assertThat(OpenTicket.files(ticket.awaitStaff(says("your label")))).contains("label.png");
    Browser.Page other = sam.post(path + "/replies", reply("once more", id));
    assertThat(other.status()).isEqualTo(422);
    assertThat(code(other)).isEqualTo("unknown_file");
    sam.post(path + "/replies", "{\"text\":\"behind it\"}");
    ticket.awaitMember(says("behind it"));
    assertThat(
            ticket.memberSees().stream()
                .mapToInt(message -> OpenTicket.files(message).size())
                .sum())
        .isEqualTo(1);

    JsonNode file = awaitMessage(path, "your label").path("files").path(0);
    assertThat(file.path("content_type").asText()).isEqualTo("image/png");
    int number = first.json().path("number").asInt();
    String download = path + "/messages/" + number + "/files/" + file.path("id").asText();
    Browser.Page shown = sam.get(download);
    assertThat(shown.status()).isEqualTo(200);
    assertThat(header(shown, "Content-Type")).isEqualTo("image/png");
    assertThat(header(shown, "Content-Disposition")).startsWith("inline");
    assertThat(header(shown, "Content-Security-Policy")).contains("sandbox");
    assertThat(header(shown, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(shown, "Cache-Control")).isEqualTo("private, no-cache");
    assertThat(
            sam.send(
                    HttpRequest.newBuilder(sam.url(download))
                        .header("Sec-Fetch-Site", "same-origin")
                        .header("If-None-Match", header(shown, "ETag"))
                        .build())
                .status())
        .isEqualTo(304);
    Browser.Page part =
        sam.send(
            HttpRequest.newBuilder(sam.url(download))
                .header("Sec-Fetch-Site", "same-origin")
                .header("Range", "bytes=0-9")
                .build());
    assertThat(part.status()).isEqualTo(206);
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 0-9/" + picture.length);
  }

  private static String header(Browser.Page page, String name) {
    return page.raw().headers().firstValue(name).orElse("");
  }

  @Test
  void whatARefusedReplyNamedIsThereForTheNextOne() {
    OpenTicket ticket = OpenTicket.of(product, "refused_file");
    String path = path(ticket);
    ticket.write("one more thing");
    ticket.awaitStaff(says("one more thing"));
    String id =
        upload(path, "a.txt", "text/plain", "hi".getBytes(StandardCharsets.UTF_8))
            .json()
            .path("id")
            .asText();
    String blind = "{\"text\":\"blind\",\"last_seen\":1,\"files\":[\"%s\"]}".formatted(id);

    assertThat(code(sam.post(path + "/replies", blind))).isEqualTo("newer_messages");

    Browser.Page sent = sam.post(path + "/replies", reply("", id));
    assertThat(sent.status()).as(sent.raw().body()).isEqualTo(201);
    await()
        .atMost(PATIENCE)
        .until(() ->
            ticket.memberSees().stream().anyMatch(one -> OpenTicket.files(one).contains("a.txt")));
  }

  @Test
  void anUploadIsBoundedAndBelongsToItsTicket() {
    OpenTicket ticket = OpenTicket.of(product, "bounded");
    String path = path(ticket);
    byte[] little = {1, 2, 3};
    Browser.Page large = upload(path, "a.bin", "x/y", bytes((10 << 20) + 1));
    assertThat(large.status()).isEqualTo(413);
    assertThat(code(large)).isEqualTo("body_too_large");
    assertThat(upload(path, "a.bin", "x/y", new byte[0]).status()).isEqualTo(400);
    assertThat(upload(path, "a%2Fb", "x/y", little).status()).isEqualTo(400);
    assertThat(upload("/api/tickets/999999", "a.bin", "x/y", little).status()).isEqualTo(404);
    try (Browser alice = new Browser(product)) {
      alice.signIn("alice");
      assertThat(
              alice
                  .send(
                      HttpRequest.newBuilder(alice.url(path + "/files?name=a.bin"))
                          .header("Sec-Fetch-Site", "same-origin")
                          .POST(HttpRequest.BodyPublishers.ofByteArray(bytes(5 << 20)))
                          .build())
                  .status())
          .isEqualTo(403);
    }
    String id = upload(path, "a.bin", "x/y", little).json().path("id").asText();
    String other = path(OpenTicket.of(product, "bounded_too"));
    assertThat(code(sam.post(other + "/replies", reply("x", id)))).isEqualTo("unknown_file");
    assertThat(sam.post(path + "/replies", reply("x", id, id)).status()).isEqualTo(400);
    assertThat(sam.post(path + "/replies", "{\"files\":[]}").status()).isEqualTo(400);
    Browser.Page last = upload(path, "a.bin", "x/y", little);
    for (int more = 0; more < 20 && last.status() == 201; more++) {
      last = upload(path, "a.bin", "x/y", little);
    }
    assertThat(last.status()).isEqualTo(409);
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> handle.execute("delete from upload where source is null"));
  }

  @Test
  void deliveriesTellWhatBecameOfReplies() {
    OpenTicket ticket = OpenTicket.of(product, "deliveries");
    String path = path(ticket);
    sam.post(path + "/replies", "{\"text\":\"arrives\"}");
    ticket.awaitMember(says("arrives"));
    product.client().openDms(ticket.member(), false);
    sam.post(path + "/replies", "{\"text\":\"does not\"}");

    JsonNode refused =
        await()
            .atMost(PATIENCE)
            .until(
                () -> sam.get(path + "/deliveries?state=refused").json().path("deliveries"),
                found -> found.size() == 1)
            .path(0);

    assertThat(refused.path("reason").asText()).isEqualTo("dm-closed");
    assertThat(refused.path("settled_at").asText()).endsWith("Z");
    JsonNode all = sam.get(path + "/deliveries").json().path("deliveries");
    assertThat(all.valueStream().map(one -> one.path("state").asText()))
        .containsExactly("sent", "refused");
    assertThat(sam.get(path + "/deliveries?state=waiting").json().path("deliveries")).isEmpty();
  }
}
