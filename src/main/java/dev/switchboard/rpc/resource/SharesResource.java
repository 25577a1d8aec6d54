package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Scope;
import dev.switchboard.rpc.Body;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.RequestRefused;
import dev.switchboard.rpc.Resource;
import dev.switchboard.share.ShareBook;
import dev.switchboard.share.ShareName;
import dev.switchboard.share.SharedLink;
import dev.switchboard.share.Shares.Outcome;
import dev.switchboard.share.Shares.OwnedShare;
import dev.switchboard.share.Shares.Share;
import dev.switchboard.share.Slug;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /admin/shares}: the shares. The resource is absent if sharing is switched off. */
public final class SharesResource implements Resource {
  private final ShareBook shares;

  public SharesResource(ShareBook shares) {
    this.shares = shares;
  }

  @Override
  public String path() {
    return "/admin/shares";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "GET", this::list, "POST", this::create, "PUT", this::update, "DELETE", this::delete);
  }

  @Override
  public Set<String> fields() {
    return Set.of("slug", "url", "name", "by");
  }

  @Override
  public Scope scope(String method) {
    return method.equals("GET") ? Scope.READ : Scope.SETTINGS;
  }

  private CompletionStage<Reply> list(Request request) {
    return shares.all().thenApply(SharesResource::shown);
  }

  private static Reply shown(List<OwnedShare> all) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode list = body.putArray("shares");
    all.forEach(ownedShare -> list.add(shown(ownedShare.share()).put("by", ownedShare.by())));
    body.put("total", all.size());
    return Reply.ok(body);
  }

  private static ObjectNode shown(Share share) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("slug", share.slug())
        .put("url", share.url())
        .put("name", share.name());
  }

  private CompletionStage<Reply> create(Request request) {
    Body body = request.body().required();
    Optional<String> slug = body.text("slug");
    Optional<String> url = body.text("url");
    if (slug.isEmpty() || url.isEmpty()) {
      throw refused("slug and url are required");
    }
    Share share =
        new Share(
            Slug.of(slug.get()).orElseThrow(() -> refused("invalid slug: " + Slug.EXPECTED)),
            link(url.get()),
            name(body.text("name").orElse("")));
    return shares
        .create(share, request.by())
        .thenApply(outcome ->
            switch (outcome) {
              case DONE -> Reply.created(shown(share));
              case TAKEN ->
                  Reply.error(
                      Reply.CONFLICT, "failed to create share: the slug is taken: " + share.slug());
              case HIDDEN ->
                  Reply.error(
                      Reply.CONFLICT,
                      "failed to create share: the admin RPC is found there, or was a minute ago: "
                          + share.slug());
              case TOO_MANY, UNKNOWN ->
                  Reply.error(
                      Reply.CONFLICT,
                      "failed to create share: there are 10,000 already; delete some first");
            });
  }

  private CompletionStage<Reply> update(Request request) {
    Body body = request.body().required();
    String slug = slug(body);
    boolean names = body.has("name");
    Optional<String> url = body.text("url");
    if (url.isEmpty() && !names) {
      throw refused("at least one field (url, name) must be provided");
    }
    Optional<String> name =
        names ? Optional.of(name(body.text("name").orElse(""))) : Optional.empty();
    return shares
        .update(slug, url.map(SharesResource::link), name, request.by())
        .thenApply(outcome -> said("updated", slug, outcome));
  }

  private CompletionStage<Reply> delete(Request request) {
    Body body = request.body().required();
    Optional<String> madeBy = body.text("by");
    if (madeBy.isPresent()) {
      return clear(body, madeBy.get(), request.by());
    }
    String slug = slug(body);
    return shares.delete(slug, request.by()).thenApply(outcome -> said("deleted", slug, outcome));
  }

  private CompletionStage<Reply> clear(Body body, String madeBy, Principal by) {
    if (body.has("slug")) {
      throw refused("either slug or by must be given");
    }
    return shares
        .clear(madeBy, by)
        .thenApply(cleared ->
            Reply.ok(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("by", madeBy)
                    .put("deleted_count", cleared)));
  }

  private static Reply said(String what, String slug, Outcome outcome) {
    return outcome == Outcome.UNKNOWN
        ? Reply.error(Reply.NOT_FOUND, "share not found: " + slug)
        : Reply.ok(JsonNodeFactory.instance.objectNode().put(what, slug));
  }

  private static String slug(Body body) {
    String written = body.text("slug").orElseThrow(() -> refused("slug is required"));
    return Slug.of(written).orElse(written);
  }

  private static String link(String url) {
    return SharedLink.of(url).orElseThrow(() -> refused("invalid url: " + SharedLink.EXPECTED));
  }

  private static String name(String written) {
    return ShareName.of(written).orElseThrow(() -> refused("invalid name: " + ShareName.EXPECTED));
  }

  private static RequestRefused refused(String why) {
    return new RequestRefused(Reply.BAD_REQUEST, why);
  }
}
