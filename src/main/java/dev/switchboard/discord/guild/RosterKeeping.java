package dev.switchboard.discord.guild;

import dev.switchboard.access.grant.Member;
import dev.switchboard.access.grant.StaffRoles;
import dev.switchboard.access.grant.StaffUnknown;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.guild.StaffRows.Known;
import dev.switchboard.discord.guild.StaffRows.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The only writer of the rows of the staff guild's members, so that the last event counts. It makes
 * a row for a user only when somebody asks. Where an event comes while Discord is asked for the
 * same user, the event counts: what Discord answers may be older, and what is newer is told, too.
 */
final class RosterKeeping extends AbstractBehavior<RosterKeeping.Message> {
  sealed interface Message {}

  /** What is to be compared with Discord. */
  enum Ask implements Message {
    EVERYBODY,
    GUILD
  }

  /** Somebody asks for a user without a row. */
  record Find(long user, CompletableFuture<Optional<Member>> answer) implements Message {}

  /** An event: empty where the user is no member any more. */
  record Told(long user, Optional<Member> member) implements Message {}

  /** An event that does not say all of a member. */
  record Doubt(long user) implements Message {}

  private enum Due implements Message {
    LIST,
    GO_ON,
    WRITE
  }

  private record Listed(List<Long> users) implements Message {}

  private record NotListed(Throwable why) implements Message {}

  private record Read(long user, Optional<Known> row) implements Message {}

  private record Answered(long user, Answer answer) implements Message {}

  private record Unanswered(long user, Throwable why) implements Message {}

  /** The users without a row from now on. */
  private record Written(Set<Long> trimmed) implements Message {}

  private record NotWritten(boolean withGuild, Throwable why) implements Message {}

  /** Discord, or the table before it, is being asked for one user. */
  private static final class Question {
    private final List<CompletableFuture<Optional<Member>>> waiting = new ArrayList<>();
    private Optional<Known> told = Optional.empty();
  }

  /** A bound for rows that strangers can cause: whoever signs in with Discord. */
  static final int MOST_ROWS = 10_000;

  private static final int MOST_QUESTIONS = 1_000;
  private static final int BATCH = 100;
  private static final int MOST_ATTEMPTS = 5;
  private static final int UNKNOWN_MEMBER = 10007;
  private static final int UNKNOWN_USER = 10013;

  /** How long a question waits for its turn, where somebody waits for the answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The same for one that nobody waits for; it is asked again. */
  private static final Duration BULK_PATIENCE = Duration.ofSeconds(30);

  private final StaffRoster.Means means;
  private final TimerScheduler<Message> timers;

  /** Who has a row, once the rows are listed. Before that, any event may concern one. */
  private final Set<Long> known = new HashSet<>();

  private boolean listed;

  private final Map<Long, Question> questions = new HashMap<>();

  /** Whom Discord is to be asked for anew, one at a time. */
  private final SequencedSet<Long> agenda = new LinkedHashSet<>();

  private Optional<Long> askedAnew = Optional.empty();
  private int unanswered;

  private final UnwrittenRows unwritten = new UnwrittenRows();
  private boolean guildUnwritten;
  private boolean underWay;
  private int attempts;

  private RosterKeeping(
      ActorContext<Message> context, TimerScheduler<Message> timers, StaffRoster.Means means) {
    super(context);
    this.timers = timers;
    this.means = means;
  }

  static Behavior<Message> create(StaffRoster.Means means) {
    AtomicBoolean begun = new AtomicBoolean();
    Behavior<Message> keeping =
        Behaviors.setup(context -> {
          context.setLoggerName(RosterKeeping.class);
          // What an earlier one had heard of and not written is lost.
          if (begun.getAndSet(true)) {
            context.getSelf().tell(Ask.EVERYBODY);
            context.getSelf().tell(Ask.GUILD);
          }
          return Behaviors.withTimers(timers -> new RosterKeeping(context, timers, means));
        });
    return Behaviors.supervise(keeping).onFailure(SupervisorStrategy.restart());
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::on).build();
  }

  private Behavior<Message> on(Message message) {
    switch (message) {
      case Ask.EVERYBODY, Due.LIST -> list();
      case Ask.GUILD -> {
        guildUnwritten = true;
        write();
      }
      case Find(long user, CompletableFuture<Optional<Member>> answer) -> find(user, answer);
      case Told(long user, Optional<Member> member) -> told(user, member);
      case Doubt(long user) -> doubt(user);
      case Due.GO_ON -> askNext();
      case Due.WRITE -> write();
      case Listed(List<Long> users) -> listed(users);
      case NotListed(Throwable why) -> {
        getContext()
            .getLog()
            .warn("the members of the staff guild are not asked anew yet: {}", why.toString());
        timers.startSingleTimer(Due.LIST, means.pauses().first());
      }
      case Read(long user, Optional<Known> row) ->
          row.ifPresentOrElse(found -> settle(user, found, false), () -> ask(user));
      case Answered(long user, Answer answer) -> answered(user, answer);
      case Unanswered(long user, Throwable why) -> unanswered(user, why.toString());
      case Written(Set<Long> trimmed) -> written(trimmed);
      case NotWritten(boolean withGuild, Throwable why) -> notWritten(withGuild, why);
    }
    return this;
  }

  // ---- events

  private void told(long user, Optional<Member> member) {
    Optional<Question> question = Optional.ofNullable(questions.get(user));
    question.ifPresent(open -> open.told = Optional.of(new Known(member)));
    boolean news = unwritten.last(user).isPresent();
    boolean concerns = news || question.isPresent() || !listed || known.contains(user);
    // Before the rows are listed, what does not fit is asked for when they are.
    if (concerns && (news || unwritten.size() < MOST_ROWS)) {
      enqueue(new Row(user, member, false));
    }
  }

  private void doubt(long user) {
    if (known.contains(user) || questions.containsKey(user)) {
      agenda.addLast(user);
      askNext();
    }
  }

  // ---- questions of somebody

  private void find(long user, CompletableFuture<Optional<Member>> answer) {
    Optional<Row> news = unwritten.last(user);
    Question open = questions.get(user);
    if (news.isPresent()) {
      if (!news.get().added()) {
        enqueue(new Row(user, news.get().member(), true));
      }
      answer.complete(news.get().member());
    } else if (open != null) {
      open.waiting.add(answer);
    } else if (questions.size() >= MOST_QUESTIONS) {
      answer.completeExceptionally(new StaffUnknown("Discord is asked for too many users now"));
    } else {
      Question question = new Question();
      question.waiting.add(answer);
      questions.put(user, question);
      // Whoever asked may have looked before the answer to somebody else was written.
      getContext()
          .pipeToSelf(
              means.database().query(handle -> StaffRows.find(handle, means.guild(), user)),
              (row, failure) ->
                  failure == null ? new Read(user, row) : new Unanswered(user, failure));
    }
  }

  private void ask(long user) {
    pipe(user, means.rest().exchange(call(user), PATIENCE).toCompletableFuture());
  }

  private Call call(long user) {
    return Call.get("/guilds/{guild}/members/{user}", means.guild(), user);
  }

  private void pipe(long user, CompletableFuture<Answer> exchange) {
    getContext()
        .pipeToSelf(
            exchange,
            (answer, failure) ->
                failure == null ? new Answered(user, answer) : new Unanswered(user, failure));
  }

  private void answered(long user, Answer answer) {
    switch (answer) {
      case Answer.Ok ok -> {
        Optional<Member> member = StaffMember.read(ok.body());
        if (member.isPresent() && member.get().id() == user) {
          settle(user, new Known(member), true);
        } else {
          unanswered(user, "an answer that is no member");
        }
      }
      case Answer.Refused refused
          when refused.code() == UNKNOWN_MEMBER || refused.code() == UNKNOWN_USER ->
          settle(user, new Known(Optional.empty()), true);
      case Answer.Refused refused -> unanswered(user, refused.message());
      case Answer.Failed failed -> unanswered(user, failed.detail());
      case Answer.Unreachable(_, String detail) -> unanswered(user, detail);
      case Answer.Limited _ -> unanswered(user, "Discord was asked too often");
    }
  }

  /**
   * A question is answered, unless an event was newer.
   *
   * @param news whether the table does not say so yet
   */
  private void settle(long user, Known answer, boolean news) {
    Question question = questions.remove(user);
    if (question == null) {
      return;
    }
    Known newest = question.told.orElse(answer);
    question.waiting.forEach(waiting -> waiting.complete(newest.member()));
    if (news) {
      enqueue(new Row(user, newest.member(), !question.waiting.isEmpty()));
    }
    if (isAskedAnew(user)) {
      unanswered = 0;
    }
    askNext();
  }

  private void unanswered(long user, String why) {
    Optional<Known> told =
        Optional.ofNullable(questions.get(user)).flatMap(question -> question.told);
    if (told.isPresent()) {
      settle(user, told.get(), true);
      return;
    }
    Question question = questions.remove(user);
    if (question != null) {
      StaffUnknown unknown =
          new StaffUnknown("it is not known who user %d is: %s".formatted(user, why));
      question.waiting.forEach(waiting -> waiting.completeExceptionally(unknown));
    }
    if (isAskedAnew(user)) {
      // Not before the others, should Discord answer for these.
      agenda.addLast(user);
      Duration pause = means.pauses().after(++unanswered);
      getContext()
          .getLog()
          .warn(
              "{} members of the staff guild are not asked anew yet, what was known of them counts;"
                  + " going on in {} s: {}",
              agenda.size(),
              pause.toSeconds(),
              why);
      timers.startSingleTimer(Due.GO_ON, pause);
    }
    askNext();
  }

  // ---- asking anew

  private void list() {
    getContext()
        .pipeToSelf(
            means.database().query(handle -> StaffRows.users(handle, means.guild())),
            (users, failure) -> failure == null ? new Listed(users) : new NotListed(failure));
  }

  private void listed(List<Long> users) {
    known.addAll(users);
    agenda.clear();
    agenda.addAll(users);
    if (listed) {
      // Answered for the session before, perhaps.
      agenda.addAll(questions.keySet());
    }
    listed = true;
    if (!users.isEmpty()) {
      getContext().getLog().info("{} members of the staff guild are asked anew", users.size());
    }
    askNext();
  }

  /** One after another, with what the bot's budget leaves over. */
  private void askNext() {
    if (askedAnew.isPresent() || timers.isTimerActive(Due.GO_ON)) {
      return;
    }
    agenda.stream()
        .filter(user -> !questions.containsKey(user))
        .findFirst()
        .ifPresent(user -> {
          agenda.remove(user);
          askedAnew = Optional.of(user);
          questions.put(user, new Question());
          pipe(user, means.rest().exchangeInBulk(call(user), BULK_PATIENCE).toCompletableFuture());
        });
  }

  private boolean isAskedAnew(long user) {
    boolean was = askedAnew.filter(one -> one == user).isPresent();
    if (was) {
      askedAnew = Optional.empty();
    }
    return was;
  }

  // ---- writing

  private void enqueue(Row row) {
    unwritten.add(row);
    write();
  }

  private void write() {
    if (underWay || timers.isTimerActive(Due.WRITE)) {
      return;
    }
    Optional<StaffRoles> guild = guildUnwritten ? means.roles() : Optional.empty();
    guildUnwritten = false;
    List<Row> batch = unwritten.take(BATCH);
    if (batch.isEmpty() && guild.isEmpty()) {
      return;
    }
    underWay = true;
    getContext()
        .pipeToSelf(
            means
                .database()
                .transaction(handle -> {
                  means.fence().accept(handle);
                  guild.ifPresent(roles -> StaffRows.write(handle, roles));
                  batch.forEach(row -> StaffRows.write(handle, means.guild(), row));
                  return batch.stream().anyMatch(Row::added)
                      ? StaffRows.trim(handle, means.guild(), MOST_ROWS)
                      : Set.<Long>of();
                }),
            (trimmed, failure) ->
                failure == null
                    ? new Written(trimmed)
                    : new NotWritten(guild.isPresent(), failure));
  }

  private void written(Set<Long> trimmed) {
    underWay = false;
    attempts = 0;
    unwritten.taken().stream().filter(Row::added).map(Row::user).forEach(known::add);
    known.removeAll(trimmed);
    unwritten.written();
    write();
  }

  private void notWritten(boolean withGuild, Throwable why) {
    underWay = false;
    guildUnwritten |= withGuild;
    List<Row> batch = unwritten.taken();
    Duration pause = means.pauses().after(++attempts);
    if (attempts < MOST_ATTEMPTS) {
      unwritten.failed();
    } else {
      // A row that was to be made is made when its user is asked for again.
      unwritten.written();
      batch.stream().filter(row -> !row.added()).map(Row::user).forEach(agenda::addLast);
      attempts = 0;
    }
    getContext()
        .getLog()
        .warn(
            "what is known of {} members of the staff guild is not written yet; tried again in {} s:"
                + " {}",
            batch.size(),
            pause.toSeconds(),
            why.toString());
    timers.startSingleTimer(Due.WRITE, pause);
    askNext();
  }
}
