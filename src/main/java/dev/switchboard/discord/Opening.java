package dev.switchboard.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.GuildDirectory.Channel;
import dev.switchboard.ticket.Job;
import dev.switchboard.ticket.Outcome;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a ticket's channel exactly once: one that was made in doubt is found by the mark in its
 * topic. Where no category has room, it makes one first. A channel that everybody can see, and that
 * cannot be hidden, is deleted again; where even that is refused, it is the one that is tried next.
 */
final class Opening implements Procedure {
  private enum Step {
    LIST,
    PLACE,
    MAKE_CATEGORY,
    CREATE,
    HIDE,
    UNDO
  }

  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private final Job.OpenChannel job;
  private final ChannelPlacement placement;
  private Step step;
  private boolean inDoubt;
  private boolean makingCategory;
  private boolean plainName;
  private long category;
  private String categoryName = "";
  private long created;
  private Outcome.Refused unhidden = new Outcome.Refused(Outcome.Refusal.FORBIDDEN, "");

  Opening(Job.OpenChannel job, ChannelPlacement placement) {
    this.job = job;
    this.placement = placement;
    this.inDoubt = job.doubtful();
    this.step = inDoubt ? Step.LIST : Step.PLACE;
  }

  @Override
  public Optional<Call> next(long now) {
    if (step == Step.PLACE) {
      placement
          .marked(job.mark())
          .filter(channel -> placement.exposed(channel, channel.parent()))
          .ifPresent(this::opened);
    }
    if (step == Step.PLACE) {
      switch (placement.keep()) {
        case ChannelPlacement.Place.Under(long found) -> {
          category = found;
          step = Step.CREATE;
        }
        case ChannelPlacement.Place.Missing(String name) -> {
          categoryName = name;
          step = Step.MAKE_CATEGORY;
        }
        case ChannelPlacement.Place.InTheMaking _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(
        switch (step) {
          case LIST -> Call.get("/guilds/{guild}/channels", placement.guild());
          case MAKE_CATEGORY ->
              Call.post("/guilds/{guild}/channels", placement.guild())
                  .withBody(placement.category(categoryName));
          case PLACE, CREATE -> create();
          case HIDE -> hide();
          case UNDO ->
              Call.delete("/channels/{channel}", created)
                  .withAuditReason("it cannot be hidden from everybody");
        });
  }

  private Call create() {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("name", name())
        .put("type", GuildDirectory.TEXT)
        .put("topic", job.topic())
        .put("parent_id", Long.toString(category));
    return Call.post("/guilds/{guild}/channels", placement.guild()).withBody(body);
  }

  /** Discord lets a channel inherit its category's overwrites; should it not, we set them. */
  private Call hide() {
    var body = JsonNodeFactory.instance.objectNode();
    placement.overwrites(body, category);
    return Call.patch("/channels/{channel}", created).withBody(body);
  }

  private String name() {
    var fallback = job.key().owner().replace(':', '-');
    return plainName ? fallback : placement.freeName(job.name(), fallback);
  }

  @Override
  public Verdict judge(Answer answer) {
    return switch (answer) {
      case Answer.Ok ok -> done(ok.body());
      case Answer.Refused refused -> refused(refused);
      case Answer.Unreachable gone when gone.beforeSending() -> new Verdict.Later();
      case Answer.Failed _, Answer.Unreachable _, Answer.Limited _ -> doubt();
    };
  }

  /** The channel or the category may have been made; the guild's channels tell. */
  private Verdict doubt() {
    switch (step) {
      case CREATE -> {
        placement.release(category);
        inDoubt = true;
        step = Step.LIST;
      }
      case MAKE_CATEGORY -> {
        // Nobody else may begin one before the listing has told.
        makingCategory = true;
        step = Step.LIST;
      }
      case LIST, PLACE, HIDE, UNDO -> {
        // Nothing was made that could be made twice.
      }
    }
    return new Verdict.Later();
  }

  private Verdict done(JsonNode body) {
    return switch (step) {
      case LIST -> body.isArray() ? listed(body) : new Verdict.Later();
      case MAKE_CATEGORY -> {
        placement.directory().learnChannel(placement.guild(), body);
        placement.made();
        yield onwardTo(Step.PLACE);
      }
      case PLACE, CREATE -> created(body);
      case HIDE -> Procedure.over(new Outcome.Sent(created));
      case UNDO -> undone();
    };
  }

  private Verdict listed(JsonNode channels) {
    placement.listed(channels);
    if (makingCategory) {
      makingCategory = false;
      placement.made();
    }
    var found = inDoubt ? placement.marked(job.mark()) : Optional.<Channel>empty();
    return found.map(this::opened).orElseGet(() -> onwardTo(Step.PLACE));
  }

  private Verdict created(JsonNode body) {
    placement.directory().learnChannel(placement.guild(), body);
    var channel = placement.directory().channel(body.path("id").asLong(0));
    if (channel.isEmpty()) {
      return doubt();
    }
    placement.release(category);
    return opened(channel.get());
  }

  private Verdict opened(Channel channel) {
    created = channel.id();
    category = channel.parent();
    return placement.exposed(channel, category)
        ? onwardTo(Step.HIDE)
        : Procedure.over(new Outcome.Sent(created));
  }

  private Verdict onwardTo(Step following) {
    step = following;
    return new Verdict.Onward();
  }

  private Verdict refused(Answer.Refused refused) {
    boolean form = refused.code() == Refusals.INVALID_FORM;
    if (form && step == Step.CREATE && refused.errors().has("parent_id")) {
      return refusedByParent(refused);
    }
    if (form && step == Step.CREATE && refused.errors().has("name") && !plainName) {
      plainName = true;
      return new Verdict.Onward();
    }
    var verdict = Refusals.verdict(refused);
    if (verdict instanceof Verdict.Over(Outcome outcome)) {
      giveBack();
      boolean gone = refused.code() == Refusals.UNKNOWN_CHANNEL;
      if (step == Step.HIDE) {
        return gone ? forgotten() : unhidden(outcome);
      }
      if (step == Step.UNDO) {
        return gone ? undone() : standsOpen(outcome);
      }
    }
    return verdict;
  }

  private Verdict forgotten() {
    placement.directory().forgetChannel(created);
    return onwardTo(Step.PLACE);
  }

  private Verdict unhidden(Outcome outcome) {
    if (outcome instanceof Outcome.Refused(Outcome.Refusal reason, String detail)) {
      unhidden =
          new Outcome.Refused(
              reason,
              "everybody would see the channel, since the bot may not hide it; it needs Manage"
                  + " Roles: "
                  + detail);
    }
    return onwardTo(Step.UNDO);
  }

  private Verdict undone() {
    placement.directory().forgetChannel(created);
    LOG.error("The channel of {} was deleted again: {}", job.key().owner(), unhidden.detail());
    return Procedure.over(unhidden);
  }

  private Verdict standsOpen(Outcome refusal) {
    LOG.error(
        "The channel {} of {} is open to everybody and could not be deleted ({}): hide or delete it"
            + " by hand. {}",
        created,
        job.key().owner(),
        refusal,
        unhidden.detail());
    return Procedure.over(
        new Outcome.Refused(
            unhidden.reason(),
            "<#%d> stands open to everybody and has to be hidden or deleted by hand; %s"
                .formatted(created, unhidden.detail())));
  }

  private Verdict refusedByParent(Answer.Refused refused) {
    placement.release(category);
    if (refused.errors().path("parent_id").toString().contains("CHANNEL_PARENT_MAX_CHANNELS")) {
      placement.refused(category);
      return onwardTo(Step.LIST);
    }
    if (placement.isInbox(category)) {
      return Refusals.verdict(refused);
    }
    placement.directory().forgetChannel(category);
    return onwardTo(Step.PLACE);
  }

  private void giveBack() {
    if (step == Step.CREATE) {
      placement.release(category);
    }
    if (step == Step.MAKE_CATEGORY || makingCategory) {
      placement.made();
    }
  }
}
