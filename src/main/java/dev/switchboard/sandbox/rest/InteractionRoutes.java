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
import dev.switchboard.sandbox.world.Interaction;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.Upload;
import dev.switchboard.sandbox.world.World;
import java.util.List;
import java.util.Set;

/**
 * Answers to interactions: callbacks, the original answer, and follow-ups. They carry their own
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

  private static Set<Integer> allowed(Interaction interaction) {
    return switch (interaction.type()) {
      case Interaction.AUTOCOMPLETE -> Set.of(CHOICES);
      case Interaction.COMPONENT ->
          Set.of(MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL);
      case Interaction.MODAL_SUBMIT ->
          interaction.source().isPresent()
              ? Set.of(MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE)
              : Set.of(MESSAGE, DEFERRED_MESSAGE);
      default -> Set.of(MESSAGE, DEFERRED_MESSAGE, MODAL);
    };
  }

  private Answer callback(Call call) {
    Interaction interaction =
        interactions.toAnswer(call.id("interaction"), call.parameter("token"));
    ObjectNode form = call.form();
    int type = form.path("type").asInt();
    if (!allowed(interaction).contains(type)) {
      throw ApiError.field(
          "type", "BASE_TYPE_CHOICES", "Value must be one of " + allowed(interaction) + ".");
    }
    ObjectNode data = form.path("data") instanceof ObjectNode given ? given : Json.object();
    act(interaction, type, data, call.files());
    interaction.callback(type);
    world.publish("INTERACTION_ANSWERED", interactions.shown(interaction), new Event.Onlookers());
    return call.flag("with_response") ? Answer.ok(response(interaction, type)) : Answer.done();
  }

  private void act(Interaction interaction, int type, ObjectNode data, List<Upload> files) {
    switch (type) {
      case MESSAGE -> interaction.original(post(interaction, data, files, false));
      case DEFERRED_MESSAGE -> {
        ObjectNode flags = Json.object().put("flags", data.path("flags").asInt());
        interaction.original(post(interaction, flags, List.of(), true));
      }
      case DEFERRED_UPDATE -> interaction.original(interaction.source().orElseThrow());
      case UPDATE -> {
        Message source = interaction.source().orElseThrow();
        messages.edit(interaction.channel(), source, data, files);
        interaction.original(source);
      }
      case CHOICES -> {
        FormErrors errors = new FormErrors();
        CommandForm.choices(data, errors.at("data"));
        errors.throwIfAny();
        interaction.choices(data);
      }
      case MODAL -> {
        FormErrors errors = new FormErrors();
        new ComponentForm(errors).modal(data);
        errors.throwIfAny();
        ObjectNode modal = Json.copy(data);
        modal.set("components", ComponentForm.stored(data.path("components")));
        interaction.modal(modal);
      }
      default -> throw new IllegalStateException("callback type " + type);
    }
  }

  private Message post(
      Interaction interaction, ObjectNode data, List<Upload> files, boolean loading) {
    boolean ephemeral = (data.path("flags").asInt() & EPHEMERAL) != 0;
    long viewer = ephemeral ? interaction.user().id() : 0;
    ObjectNode shown =
        messages.post(
            new MessageDraft(
                interaction.application().bot(),
                interaction.channel(),
                data,
                files,
                new MessageDraft.OfInteraction(interaction, viewer, loading)));
    return interaction.channel().message(Json.id(shown, "id")).orElseThrow();
  }

  private ObjectNode response(Interaction interaction, int type) {
    ObjectNode response = Json.object();
    ObjectNode about =
        response
            .putObject("interaction")
            .put("id", Long.toString(interaction.id()))
            .put("type", interaction.type());
    if (type == MESSAGE || type == DEFERRED_MESSAGE || type == UPDATE) {
      Message message = interaction.original().orElseThrow();
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
                  interaction.channel(),
                  interaction.original().orElseThrow(),
                  interaction.application().id()));
    }
    return response;
  }

  private Interaction answered(Call call) {
    return interactions.answered(call.id("webhook"), call.parameter("token"));
  }

  private Answer followUp(Call call) {
    Interaction interaction = answered(call);
    Message original = interaction.original().orElse(null);
    if (original != null && (original.flags() & LOADING) != 0) {
      return Answer.ok(complete(interaction, original, call));
    }
    Message message = post(interaction, call.form(), call.files(), false);
    return Answer.ok(
        messages.view().show(interaction.channel(), message, interaction.application().id()));
  }

  private ObjectNode complete(Interaction interaction, Message message, Call call) {
    ObjectNode form = Json.copy(call.form());
    message.json().put("flags", message.flags() & ~LOADING);
    form.remove("flags");
    int second = call.form().path("flags").asInt() & MessageForm.COMPONENTS_V2;
    if (second != 0) {
      form.put("flags", second);
    }
    return messages.edit(interaction.channel(), message, form, call.files());
  }

  private Message message(Interaction interaction, Call call) {
    if (call.parameter("message").equals("@original")) {
      return interaction.original().orElseThrow(ApiError::unknownMessage);
    }
    return interaction
        .channel()
        .message(call.id("message"))
        .filter(message -> message.author() == interaction.application().id())
        .orElseThrow(ApiError::unknownMessage);
  }

  private Answer show(Call call) {
    Interaction interaction = answered(call);
    return Answer.ok(
        messages
            .view()
            .show(
                interaction.channel(), message(interaction, call), interaction.application().id()));
  }

  private Answer edit(Call call) {
    Interaction interaction = answered(call);
    return Answer.ok(complete(interaction, message(interaction, call), call));
  }

  private Answer delete(Call call) {
    Interaction interaction = answered(call);
    Message message = message(interaction, call);
    messages.delete(interaction.channel(), message);
    if (interaction.original().filter(original -> original == message).isPresent()) {
      interaction.original(null);
    }
    return Answer.done();
  }
}
