package dev.switchboard.node;

import dev.switchboard.discord.DiscordLeader;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.service.Toggle;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingChanges;
import dev.switchboard.settings.SettingsBatch;
import dev.switchboard.ticket.model.TicketSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.pubsub.Topic;

/**
 * What administrators change while the server runs and every node needs at hand: the settings, and
 * whether the bot runs. The node of a change takes it before the change is answered, and tells the
 * others; each node also looks for itself, because a message can be lost. Thread-safe.
 */
final class LiveSettings implements Supplier<TicketSettings> {
  /** The longest time for which a node goes on with old values if the message to it was lost. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /** The messages of the actor that looks. */
  sealed interface Message {
    /** Something was changed, perhaps on another node. */
    record Changed() implements Message, ClusterMessage {}

    /** The time has come to look. */
    record Look() implements Message {}

    /** Empty if it cannot be read, for example while the database is away. */
    record Seen(Optional<SettingsBatch.Present> settings) implements Message {}

    /** As {@link Seen}, of the bot. */
    record SeenBot(Optional<Toggle.Position> bot) implements Message {}
  }

  /** The ports that are asked for the present values. */
  record Sources(
      Supplier<CompletionStage<SettingsBatch.Present>> settings,
      Supplier<CompletionStage<Toggle.Position>> bot) {}

  /** Settings that were read, and what is made of them. */
  private record Taken(long version, TicketSettings tickets, String status) {}

  private final TicketSettings configured;
  private final ConfiguredDefaults configuredDefaults;
  private final AtomicReference<Taken> present;
  private final AtomicReference<Toggle.Position> bot;
  private volatile Consumer<DiscordLeader.Wish> leader = _ -> {};
  private volatile Runnable tell = () -> {};

  /**
   * @param present the settings at the start
   * @param bot whether the bot runs at the start
   */
  LiveSettings(
      TicketSettings configured,
      ConfiguredDefaults configuredDefaults,
      SettingsBatch.Present present,
      Toggle.Position bot) {
    this.configured = configured;
    this.configuredDefaults = configuredDefaults;
    this.present = new AtomicReference<>(taken(present));
    this.bot = new AtomicReference<>(bot);
  }

  // ---- present values

  /** The present settings of tickets. */
  @Override
  public TicketSettings get() {
    return present.get().tickets();
  }

  /** The line that the bot's presence shows; empty for none. */
  String status() {
    return present.get().status();
  }

  /** Whether the bot is wanted to run, since when, and by whom. */
  Toggle.Position bot() {
    return bot.get();
  }

  /** What {@link DiscordLeader} has to do. */
  DiscordLeader.Wish wish() {
    return wish(bot.get());
  }

  private static DiscordLeader.Wish wish(Toggle.Position position) {
    return new DiscordLeader.Wish(position.on(), position.number());
  }

  private Taken taken(SettingsBatch.Present seen) {
    Map<Setting, String> values = seen.book().over(configuredDefaults);
    TicketSettings tickets =
        configured.with(
            new TicketSettings.Messages(
                value(values, Setting.WELCOME_MESSAGE),
                value(values, Setting.CLOSING_MESSAGE),
                value(values, Setting.DELAYED_MESSAGE),
                value(values, Setting.BUSY_MESSAGE)),
            new TicketSettings.Signing(
                TicketSettings.Signature.WORDS.getOrDefault(
                    value(values, Setting.SIGNATURE), configured.signing().signature()),
                value(values, Setting.ANONYMOUS_NAME)),
            Integer.parseInt(value(values, Setting.NEW_TICKETS_PER_MINUTE)));
    return new Taken(seen.version(), tickets, value(values, Setting.BOT_STATUS));
  }

  private static String value(Map<Setting, String> values, Setting setting) {
    return values.getOrDefault(setting, "");
  }

  // ---- changes

  /** From now on the leader is told of each change. */
  void obeyedBy(ActorRef<DiscordLeader.Message> duty) {
    leader = duty::tell;
    leader.accept(wish());
  }

  /** The bot was started or stopped by this node or another one: all nodes look at once. */
  void botChanged() {
    tell.run();
  }

  /** Settings were changed by this node; all other nodes look at once. */
  void changed(SettingsBatch.Present changed) {
    take(changed);
    tell.run();
  }

  private void take(SettingsBatch.Present seen) {
    if (present.get().version() < seen.version()) {
      Taken next = taken(seen);
      present.updateAndGet(former -> former.version() > next.version() ? former : next);
    }
  }

  private void take(Toggle.Position seen) {
    Toggle.Position now =
        bot.updateAndGet(former -> former.number() > seen.number() ? former : seen);
    leader.accept(wish(now));
  }

  /** Uses the settings that are read anew each time, and passes all others on. */
  SettingChanges.User user(
      SettingChanges.User others, Supplier<CompletionStage<SettingsBatch.Present>> settings) {
    return new SettingChanges.User() {
      @Override
      public CompletionStage<Optional<String>> objection(Setting setting, String value) {
        return setting.consumer().readsEachTime()
            ? CompletableFuture.completedStage(Optional.empty())
            : others.objection(setting, value);
      }

      @Override
      public boolean awaitsReload(Setting setting) {
        return others.awaitsReload(setting);
      }

      @Override
      public CompletionStage<SettingChanges.Felt> live(Setting setting) {
        return setting.consumer().readsEachTime()
            ? settings
                .get()
                .thenApply(seen -> {
                  changed(seen);
                  return new SettingChanges.Felt.AtOnce();
                })
            : others.live(setting);
      }
    };
  }

  /** Makes this node follow all changes from now on. */
  void follow(ActorContext<?> context, Sources sources) {
    ActorRef<Topic.Command<Message.Changed>> topic =
        context.spawn(Topic.create(Message.Changed.class, "live-settings"), "live-settings-topic");
    ActorRef<Message> follower = context.spawn(follower(sources), "live-settings");
    topic.tell(Topic.subscribe(follower.narrow()));
    tell =
        () -> {
          follower.tell(new Message.Changed());
          topic.tell(Topic.publish(new Message.Changed()));
        };
  }

  private Behavior<Message> follower(Sources sources) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(new Message.Look(), BETWEEN_LOOKS);
          return Behaviors.receiveMessage(message -> {
            switch (message) {
              case Message.Changed _, Message.Look _ -> look(context, sources);
              case Message.Seen(Optional<SettingsBatch.Present> seen) -> seen.ifPresent(this::take);
              case Message.SeenBot(Optional<Toggle.Position> seen) -> seen.ifPresent(this::take);
            }
            return Behaviors.same();
          });
        }));
  }

  private static void look(ActorContext<Message> context, Sources sources) {
    context.pipeToSelf(
        sources.settings().get(), (seen, _) -> new Message.Seen(Optional.ofNullable(seen)));
    context.pipeToSelf(
        sources.bot().get(), (seen, _) -> new Message.SeenBot(Optional.ofNullable(seen)));
  }
}
