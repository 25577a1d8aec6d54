package dev.switchboard.discord.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.Procedure;
import dev.switchboard.discord.api.Refusals;
import dev.switchboard.discord.guild.ChannelPlacement;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.discord.guild.GuildDirectory.Channel;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.show.ChannelTopic;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a ticket's channel exactly once. A channel created in doubt is found by the mark in its
 * topic. If no category has room, a category is created first. A channel that everybody can see and
 * that cannot be hidden is deleted; if the deletion is refused too, the next attempt reuses it.
 */
public final class ChannelCreation implements Procedure {
  private enum Step {
    LIST,
    PLACE,
    CATEGORY,
    CREATE,
    HIDE,
    UNDO
  }

  private static final Logger LOG = LoggerFactory.getLogger(ChannelCreation.class);

  private final Job.OpenChannel job;
  private final ChannelPlacement placement;
  private Step step;
  private boolean inDoubt;
  private @Nullable CategoryCreation making;
  private Optional<Outcome> barred = Optional.empty();
  private long askedAt;
  private boolean plainName;
  private boolean plainTopic;
  private long category;
  private long created;
  private Outcome.Refused unhidden = new Outcome.Refused(Outcome.Refusal.FORBIDDEN, "");

  ChannelCreation(Job.OpenChannel job, ChannelPlacement placement) {
    this.job = job;
    this.placement = placement;
    this.inDoubt = job.doubtful();
    this.step = inDoubt ? Step.LIST : Step.PLACE;
  }

  @Override
  public Optional<Call> next(long now) {
    askedAt = now;
    if (step == Step.PLACE) {
      standing()
          .filter(channel -> placement.exposed(channel, channel.parent()))
          .ifPresent(this::opened);
    }
    if (step == Step.PLACE) {
      switch (placement.keep(job.mark(), now)) {
        case ChannelPlacement.Placement.Under(long found) -> {
          category = found;
          step = Step.CREATE;
        }
        case ChannelPlacement.Placement.Missing missing -> {
          making = CategoryCreation.of(placement, missing);
          step = Step.CATEGORY;
        }
        case ChannelPlacement.Placement.Misfit misfit -> {
          making = CategoryCreation.of(placement, misfit);
          step = Step.CATEGORY;
        }
        case ChannelPlacement.Placement.Barred(String why) -> {
          barred = Optional.of(new Outcome.Refused(Outcome.Refusal.FORBIDDEN, why));
          return Optional.empty();
        }
        case ChannelPlacement.Placement.InTheMaking _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(
        switch (step) {
          case LIST -> Call.get("/guilds/{guild}/channels", placement.guild());
          case CATEGORY -> making().next();
          case PLACE, CREATE -> create();
          case HIDE -> hide();
          case UNDO ->
              Call.delete("/channels/{channel}", created)
                  .withAuditReason("it cannot be hidden from everybody");
        });
  }

  @Override
  public Optional<Outcome> givenUp() {
    return barred;
  }

  private CategoryCreation making() {
    return Objects.requireNonNull(making);
  }

  private Call create() {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("name", name())
        .put("type", GuildDirectory.TEXT)
        .put("topic", plainTopic ? ChannelTopic.withoutName(job.topic()) : job.topic())
        .put("parent_id", Long.toString(category));
    return Call.post("/guilds/{guild}/channels", placement.guild()).withBody(body);
  }

  /** A channel inherits its category's overwrites. If Discord did not do so, we set them. */
  private Call hide() {
    var body = JsonNodeFactory.instance.objectNode();
    placement.overwrites(body, category);
    body.put("parent_id", Long.toString(category));
    return Call.patch("/channels/{channel}", created).withBody(body);
  }

  private String name() {
    var fallback = job.key().owner().replace(':', '-');
    return plainName ? fallback : placement.freeName(job.name(), fallback);
  }

  @Override
  public Verdict judge(Answer answer) {
    if (step == Step.CATEGORY) {
      return judgeCategory(making().judge(answer, askedAt));
    }
    return switch (answer) {
      case Answer.Ok ok -> done(ok.body());
      case Answer.Refused refused -> refused(refused);
      case Answer.Unreachable gone when gone.beforeSending() -> new Verdict.Later();
      case Answer.Failed _, Answer.Unreachable _, Answer.Limited _ -> doubt();
    };
  }

  private Verdict judgeCategory(CategoryCreation.Result result) {
    return switch (result) {
      case CategoryCreation.Result.Next(boolean later) ->
          later ? new Verdict.Later() : new Verdict.Onward();
      case CategoryCreation.Result.InDoubt _ -> {
        // No other channel queue may create a category until the list of channels is read.
        step = Step.LIST;
        yield new Verdict.Later();
      }
      case CategoryCreation.Result.Made _ -> {
        categoryOver();
        yield onwardTo(Step.PLACE);
      }
      case CategoryCreation.Result.Not(Outcome outcome) -> {
        categoryOver();
        yield Procedure.over(outcome);
      }
    };
  }

  private void categoryOver() {
    if (making != null) {
      making = null;
      placement.made();
    }
  }

  /** The channel may have been created; only the list of the guild's channels shows it. */
  private Verdict doubt() {
    if (step == Step.CREATE) {
      placement.release(category, job.mark());
      inDoubt = true;
      step = Step.LIST;
    }
    return new Verdict.Later();
  }

  private Verdict done(JsonNode body) {
    return switch (step) {
      case LIST -> body.isArray() ? listed(body) : new Verdict.Later();
      case PLACE, CREATE, CATEGORY -> created(body);
      case HIDE -> hidden(body);
      case UNDO -> undone();
    };
  }

  private Optional<Channel> standing() {
    return placement.marked(job.mark());
  }

  private Verdict listed(JsonNode channels) {
    if (!channels.isArray()) {
      return new Verdict.Later();
    }
    placement.listed(channels);
    categoryOver();
    var found = inDoubt ? standing() : Optional.<Channel>empty();
    return found.map(this::opened).orElseGet(() -> onwardTo(Step.PLACE));
  }

  private Verdict created(JsonNode body) {
    placement.directory().learnChannel(placement.guild(), body);
    var channel = placement.directory().channel(body.path("id").asLong(0));
    if (channel.isEmpty()) {
      return doubt();
    }
    placement.release(category, job.mark());
    created = channel.get().id();
    // Discord may have put the channel into another category, where everybody sees it.
    boolean misplaced = channel.get().parent() != category;
    return misplaced || placement.exposed(channel.get(), category) ? onwardTo(Step.HIDE) : opened();
  }

  /** A change counts only if the channel in Discord's answer shows it. */
  private Verdict hidden(JsonNode body) {
    if (body.path("id").asLong(0) != created) {
      return new Verdict.Later();
    }
    placement.directory().learnChannel(placement.guild(), body);
    boolean open =
        placement
            .directory()
            .channel(created)
            .filter(channel -> !placement.exposed(channel, category))
            .isEmpty();
    if (!open) {
      return opened();
    }
    unhidden =
        new Outcome.Refused(
            Outcome.Refusal.FORBIDDEN,
            "everybody would see the channel: Discord did not hide it although it was asked to");
    return onwardTo(Step.UNDO);
  }

  private Verdict opened() {
    placement.channels().lift();
    return Procedure.over(new Outcome.Sent(created));
  }

  private Verdict opened(Channel channel) {
    created = channel.id();
    category = channel.parent();
    return placement.exposed(channel, category) ? onwardTo(Step.HIDE) : opened();
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
    if (form && step == Step.CREATE && refused.errors().has("topic") && !plainTopic) {
      plainTopic = true;
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
    placement.channels().raise(unhidden.detail(), askedAt);
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
    placement.channels().raise(unhidden.detail(), askedAt);
    return Procedure.over(
        new Outcome.Refused(
            unhidden.reason(),
            "<#%d> stands open to everybody and has to be hidden or deleted by hand; %s"
                .formatted(created, unhidden.detail())));
  }

  private Verdict refusedByParent(Answer.Refused refused) {
    placement.release(category, job.mark());
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
      placement.release(category, job.mark());
    }
    categoryOver();
  }
}
