package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.CommandForm;
import dev.switchboard.sandbox.act.ComponentForm;
import dev.switchboard.sandbox.act.Interactions;
import dev.switchboard.sandbox.act.MessageDraft;
import dev.switchboard.sandbox.act.MessageForm;
import dev.switchboard.sandbox.act.Messages;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.FormErrors;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.StoredInteraction;
import dev.switchboard.sandbox.world.Upload;
import dev.switchboard.sandbox.world.World;
import java.util.List;
import java.util.Set;

/**
 * Answers to interactions: callbacks, the original answer, and follow-ups. They use their own
 * tokens.
 */
public final class InteractionRoutes {
  private static final int MESSAGE = 4;
  private static final int DEFERRED_MESSAGE = 5;
  private static final int DEFERRED_UPDATE = 6;
  private static final int UPDATE = 7;
  private static final int CHOICES = 8;
  private static final int MODAL = 9;
  private static final int EPHEMERAL = 1 << 6;
  private static final int LOADING = 1 << 7;

  private final World world;
  private final Messages messages;
  private final Interactions interactions;

  public InteractionRoutes(World world, Messages messages, Interactions interactions) {
    this.world = world;
    this.messages = messages;
    this.interactions = interactions;
  }

  public void addTo(RouteTable routes) {
    routes.open("POST", "/interactions/{interaction}/{token}/callback", this::callback);
    String followUps = "/webhooks/{webhook}/{token}";
    routes.open("POST", followUps, this::followUp);
    routes.open("GET", followUps + "/messages/{message}", this::show);
    routes.open("PATCH", followUps + "/messages/{message}", this::edit);
    routes.open("DELETE", followUps + "/messages/{message}", this::delete);
  }

  private static Set<Integer> allowed(StoredInteraction storedInteraction) {
    return switch (storedInteraction.type()) {
      case StoredInteraction.AUTOCOMPLETE -> Set.of(CHOICES);
      case StoredInteraction.COMPONENT ->
          Set.of(MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL);
      case StoredInteraction.MODAL_SUBMIT ->
          storedInteraction.source().isPresent()
              ? Set.of(MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE)
              : Set.of(MESSAGE, DEFERRED_MESSAGE);
      default -> Set.of(MESSAGE, DEFERRED_MESSAGE, MODAL);
    };
  }

  private RestAnswer callback(RestCall restCall) {
    StoredInteraction storedInteraction =
        interactions.toAnswer(restCall.id("interaction"), restCall.parameter("token"));
    ObjectNode form = restCall.form();
    int type = form.path("type").asInt();
    if (!allowed(storedInteraction).contains(type)) {
      throw ApiError.field(
          "type", "BASE_TYPE_CHOICES", "Value must be one of " + allowed(storedInteraction) + ".");
    }
    ObjectNode data = form.path("data") instanceof ObjectNode given ? given : Json.object();
    act(storedInteraction, type, data, restCall.files());
    storedInteraction.callback(type);
    world.publish(
        "INTERACTION_ANSWERED", interactions.shown(storedInteraction), new Event.Onlookers());
    return restCall.flag("with_response")
        ? RestAnswer.ok(response(storedInteraction, type))
        : RestAnswer.done();
  }

  private void act(
      StoredInteraction storedInteraction, int type, ObjectNode data, List<Upload> files) {
    switch (type) {
      case MESSAGE -> storedInteraction.original(post(storedInteraction, data, files, false));
      case DEFERRED_MESSAGE -> {
        ObjectNode flags = Json.object().put("flags", data.path("flags").asInt());
        storedInteraction.original(post(storedInteraction, flags, List.of(), true));
      }
      case DEFERRED_UPDATE -> storedInteraction.original(storedInteraction.source().orElseThrow());
      case UPDATE -> {
        Message source = storedInteraction.source().orElseThrow();
        messages.edit(storedInteraction.channel(), source, data, files);
        storedInteraction.original(source);
      }
      case CHOICES -> {
        FormErrors errors = new FormErrors();
        CommandForm.choices(data, errors.at("data"));
        errors.throwIfAny();
        storedInteraction.choices(data);
      }
      case MODAL -> {
        FormErrors errors = new FormErrors();
        new ComponentForm(errors).modal(data);
        errors.throwIfAny();
        ObjectNode modal = Json.copy(data);
        modal.set("components", ComponentForm.stored(data.path("components")));
        storedInteraction.modal(modal);
      }
      default -> throw new IllegalStateException("callback type " + type);
    }
  }

  private Message post(
      StoredInteraction storedInteraction, ObjectNode data, List<Upload> files, boolean loading) {
    boolean ephemeral = (data.path("flags").asInt() & EPHEMERAL) != 0;
    long viewer = ephemeral ? storedInteraction.user().id() : 0;
    ObjectNode shown =
        messages.post(
            new MessageDraft(
                storedInteraction.application().bot(),
                storedInteraction.channel(),
                data,
                files,
                new MessageDraft.OfInteraction(storedInteraction, viewer, loading)));
    return storedInteraction.channel().message(Json.id(shown, "id")).orElseThrow();
  }

  private ObjectNode response(StoredInteraction storedInteraction, int type) {
    ObjectNode response = Json.object();
    ObjectNode about =
        response
            .putObject("interaction")
            .put("id", Long.toString(storedInteraction.id()))
            .put("type", storedInteraction.type());
    if (type == MESSAGE || type == DEFERRED_MESSAGE || type == UPDATE) {
      Message message = storedInteraction.original().orElseThrow();
      about
          .put("response_message_id", message.idText())
          .put("response_message_loading", (message.flags() & LOADING) != 0)
          .put("response_message_ephemeral", message.isEphemeral());
    }
    if (type == MESSAGE || type == UPDATE) {
      ObjectNode resource = response.putObject("resource").put("type", type);
      resource.set(
          "message",
          messages
              .view()
              .show(
                  storedInteraction.channel(),
                  storedInteraction.original().orElseThrow(),
                  storedInteraction.application().id()));
    }
    return response;
  }

  private StoredInteraction answered(RestCall restCall) {
    return interactions.answered(restCall.id("webhook"), restCall.parameter("token"));
  }

  private RestAnswer followUp(RestCall restCall) {
    StoredInteraction storedInteraction = answered(restCall);
    Message original = storedInteraction.original().orElse(null);
    if (original != null && (original.flags() & LOADING) != 0) {
      return RestAnswer.ok(complete(storedInteraction, original, restCall));
    }
    Message message = post(storedInteraction, restCall.form(), restCall.files(), false);
    return RestAnswer.ok(
        messages
            .view()
            .show(storedInteraction.channel(), message, storedInteraction.application().id()));
  }

  private ObjectNode complete(
      StoredInteraction storedInteraction, Message message, RestCall restCall) {
    ObjectNode form = Json.copy(restCall.form());
    message.json().put("flags", message.flags() & ~LOADING);
    form.remove("flags");
    int second = restCall.form().path("flags").asInt() & MessageForm.COMPONENTS_V2;
    if (second != 0) {
      form.put("flags", second);
    }
    return messages.edit(storedInteraction.channel(), message, form, restCall.files());
  }

  private Message message(StoredInteraction storedInteraction, RestCall restCall) {
    if (restCall.parameter("message").equals("@original")) {
      return storedInteraction.original().orElseThrow(ApiError::unknownMessage);
    }
    return storedInteraction
        .channel()
        .message(restCall.id("message"))
        .filter(message -> message.author() == storedInteraction.application().id())
        .orElseThrow(ApiError::unknownMessage);
  }

  private RestAnswer show(RestCall restCall) {
    StoredInteraction storedInteraction = answered(restCall);
    return RestAnswer.ok(
        messages
            .view()
            .show(
                storedInteraction.channel(),
                message(storedInteraction, restCall),
                storedInteraction.application().id()));
  }

  private RestAnswer edit(RestCall restCall) {
    StoredInteraction storedInteraction = answered(restCall);
    return RestAnswer.ok(
        complete(storedInteraction, message(storedInteraction, restCall), restCall));
  }

  private RestAnswer delete(RestCall restCall) {
    StoredInteraction storedInteraction = answered(restCall);
    Message message = message(storedInteraction, restCall);
    messages.delete(storedInteraction.channel(), message);
    if (storedInteraction.original().filter(original -> original == message).isPresent()) {
      storedInteraction.original(null);
    }
    return RestAnswer.done();
  }
}
