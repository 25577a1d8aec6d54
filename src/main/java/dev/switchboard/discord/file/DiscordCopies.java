package dev.switchboard.discord.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Retry;
import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.FileStore.Keeping;
import dev.switchboard.ticket.Copies;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.StoredFile;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies files from Discord's content servers into the file store ({@link Copies}). For an expired
 * URL, the message is read again; while Discord or the file store is unavailable, downloads are
 * repeated ({@link FailedDownloads}) for as long as the process runs. Intermediaries may answer
 * instead of Discord: a file counts as lost only if that is confirmed for some time, or by its
 * message. Nothing is downloaded while the disk is full, and other content is never kept as the
 * file.
 */
public final class DiscordCopies implements Copies, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiscordCopies.class);

  /** Refusals of a fresh URL, at least, before the file counts as lost. */
  private static final int FRESH_ADDRESSES = 3;

  /** Time of such refusals, at least, too: a server may miss an existing file for a moment. */
  private static final Duration GONE_PATIENCE = Duration.ofSeconds(30);

  /**
   * Wrong content may be as large as the file, so the pause before the next download is an eighth
   * of the time since it first came.
   */
  private static final int WRONG_PARTS = 8;

  private static final Duration LONGEST_WRONG_PAUSE = Duration.ofMinutes(10);

  /**
   * A ticket that is being closed waits for its files, so the wait is limited: for room on the
   * disk, for the right content, or for another answer than a refusal that does not say that the
   * file is gone.
   */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final Messages messages;
  private final FileStore files;
  private final long limit;
  private final Pauses pauses;
  private final Downloads downloads;
  private final LongSupplier time;
  private final FailedDownloads.Later later;
  private final FailedDownloads failed;
  private final DownloadSlots slots = new DownloadSlots();

  /**
   * The pauses before the next attempt.
   *
   * @param retry after failures
   * @param room before the free space of the disk is checked again, which is cheap
   */
  record Pauses(Retry retry, Duration room) {
    static final Pauses USUAL =
        new Pauses(Retry.upTo(Duration.ofSeconds(30)), Duration.ofSeconds(4));
  }

  /** Reads a message again to get fresh URLs. */
  @FunctionalInterface
  public interface Messages {
    CompletionStage<Answer> read(long channel, long message);
  }

  /**
   * Creates the copies with the usual pauses.
   *
   * @param limit the largest file that is copied, in bytes
   */
  public DiscordCopies(Messages messages, FileStore files, long limit, Downloads downloads) {
    this(messages, files, limit, downloads, Pauses.USUAL, System::nanoTime, DiscordCopies::later);
  }

  /**
   * @param time nanoseconds, as those of {@link System#nanoTime}
   */
  DiscordCopies(
      Messages messages,
      FileStore files,
      long limit,
      Downloads downloads,
      Pauses pauses,
      LongSupplier time,
      FailedDownloads.Later later) {
    this.messages = messages;
    this.files = files;
    this.limit = limit;
    this.downloads = downloads;
    this.pauses = pauses;
    this.time = time;
    this.later = later;
    this.failed = new FailedDownloads(pauses.retry(), time, later);
  }

  @Override
  public CompletionStage<Copied> copy(long channel, long message, Attachment attachment) {
    return new Copying(channel, message, attachment).begin();
  }

  private static void later(Duration pause, Runnable step) {
    CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS).execute(step);
  }

  /** Ends downloads under way; their copies never complete. */
  @Override
  public void close() {
    downloads.close();
  }

  /** The copy of one file. Its steps follow one another, on any thread. */
  private final class Copying {
    private final long channel;
    private final long message;
    private final Attachment attachment;
    private final CompletableFuture<Copied> result = new CompletableFuture<>();
    private final Expectation expectation;
    private String address;
    private int failures;
    private int wrong;

    /** The time of the first wrong content; other failures do not reset it. */
    private long wrongSince;

    /** The result of the last, equal attempts; their number, and the time of the first. */
    private Class<? extends Attempt> ending = Attempt.Done.class;

    private int inARow;
    private long since;

    Copying(long channel, long message, Attachment attachment) {
      this.channel = channel;
      this.message = message;
      this.attachment = attachment;
      expectation = Expectation.of(attachment);
      address = attachment.url();
    }

    CompletionStage<Copied> begin() {
      if (attachment.size() > limit) {
        lost(tooLarge());
      } else {
        download();
      }
      return result;
    }

    private void download() {
      if (downloads.closed()) {
        return;
      }
      Optional<URI> allowed = downloads.allowed(address);
      if (allowed.isEmpty()) {
        lost("its address is not one of Discord's");
        return;
      }
      slots
          .run(channel, () -> attemptWithRoom(allowed.get()))
          .whenComplete((outcome, failure) -> {
            if (failure == null) {
              follow(outcome);
            } else {
              follow(new Attempt.Failed(failure.toString()));
            }
          });
    }

    private CompletionStage<Attempt> attemptWithRoom(URI uri) {
      return files
          .room(attachment.knownSize())
          .thenCompose(room ->
              room.map(promise -> attempt(uri).whenComplete((_, _) -> promise.close()))
                  .orElseGet(
                      () -> CompletableFuture.completedStage(new Attempt.NoRoom(pauses.room()))));
    }

    private CompletionStage<Attempt> attempt(URI uri) {
      return downloads
          .open(uri)
          .thenCompose(download ->
              switch (download) {
                case Downloads.Download.Content content -> keepIfExpected(content);
                case Downloads.Download.Gone _ ->
                    CompletableFuture.completedFuture(new Attempt.Expired());
                case Downloads.Download.Refused(int status) ->
                    CompletableFuture.completedFuture(
                        new Attempt.Refused("Discord answered with HTTP " + status));
                case Downloads.Download.Unavailable(String why) ->
                    CompletableFuture.completedFuture(new Attempt.Failed(why));
              });
    }

    private CompletionStage<Attempt> keepIfExpected(Downloads.Download.Content content) {
      Optional<String> mismatch = expectation.mismatch(content.head());
      if (mismatch.isEmpty()) {
        return keep(content);
      }
      try {
        content.stream().close();
      } catch (IOException e) {
        LOG.debug("a download that was not wanted did not close: {}", e.toString());
      }
      return CompletableFuture.completedStage(new Attempt.Wrong(mismatch.get()));
    }

    private CompletionStage<Attempt> keep(Downloads.Download.Content content) {
      Expectation.Checked checked = expectation.checked(content.stream());
      return files
          .keep(checked, limit)
          .handle((keeping, failure) -> {
            if (failure != null && checked.mismatch().isPresent()) {
              return new Attempt.Wrong(checked.mismatch().get());
            }
            if (failure != null) {
              return new Attempt.Failed(
                  content.stream().problem().orElseGet(() -> String.valueOf(failure.getMessage())));
            }
            return switch (keeping) {
              case Keeping.Kept(String key, long size) ->
                  new Attempt.Done(
                      new StoredFile(key, attachment.name(), size, attachment.contentType()));
              case Keeping.TooLarge _ -> new Attempt.Hopeless(tooLarge());
              case Keeping.NoRoom _ -> new Attempt.NoRoom(pauses.room());
            };
          });
    }

    private void follow(Attempt attempt) {
      Duration lasting = lasting(attempt);
      switch (attempt) {
        case Attempt.Done(StoredFile file) -> {
          failed.passed();
          result.complete(new Copied.Kept(file));
        }
        case Attempt.Hopeless(String why) -> lost(why);
        case Attempt.Expired _ -> refresh(lasting);
        case Attempt.Refused(String why) when lasting.compareTo(PATIENCE) > 0 -> lost(why);
        case Attempt.Refused(String why) -> again(why);
        case Attempt.Failed(String why) -> again(why);
        case Attempt.Wrong(String why) -> wrong(why);
        case Attempt.NoRoom _ when lasting.compareTo(PATIENCE) > 0 ->
            lost("the disk had no room for it for a day");
        case Attempt.NoRoom(Duration pause) -> later.run(pause, this::download);
      }
    }

    /** The time for which every attempt has had this result. */
    private Duration lasting(Attempt attempt) {
      long now = time.getAsLong();
      if (!attempt.getClass().equals(ending)) {
        ending = attempt.getClass();
        inARow = 0;
        since = now;
      }
      inARow++;
      return Duration.ofNanos(now - since);
    }

    // ---- a fresh address

    private void refresh(Duration lasting) {
      // A file of an interaction has no message that could be read.
      boolean readable = channel != 0;
      if (inARow > FRESH_ADDRESSES && lasting.compareTo(GONE_PATIENCE) >= 0) {
        lost(readable ? "Discord does not have it any more" : "Discord's link to it has expired");
      } else if (readable && inARow == 1) {
        // Most refused URLs have expired.
        readAnew();
      } else {
        failed.again(inARow, readable ? this::readAnew : this::download);
      }
    }

    private void readAnew() {
      messages
          .read(channel, message)
          .whenComplete((answer, failure) -> {
            if (failure == null) {
              refreshed(answer);
            } else {
              follow(new Attempt.Failed(failure.toString()));
            }
          });
    }

    private void refreshed(Answer answer) {
      switch (answer) {
        case Answer.Ok ok when !ok.body().path("attachments").isArray() ->
            follow(new Attempt.Failed("what came is not its message"));
        case Answer.Ok ok ->
            freshAddress(ok.body())
                .ifPresentOrElse(
                    fresh -> {
                      address = fresh;
                      download();
                    },
                    () -> lost("it was taken out of its message"));
        case Answer.Refused refused when refused.status() == 404 ->
            lost("its message was deleted before it could be copied");
        case Answer.Refused refused when refused.status() == 403 ->
            lost("the bot may not read its message any more");
        case Answer.Refused refused -> follow(new Attempt.Failed(refused.message()));
        case Answer.Limited limited -> later.run(limited.retryAfter(), this::readAnew);
        case Answer.Failed failed -> follow(new Attempt.Failed(failed.detail()));
        case Answer.Unreachable unreachable -> follow(new Attempt.Failed(unreachable.detail()));
      }
    }

    private Optional<String> freshAddress(JsonNode body) {
      return MessageReader.files(body).stream()
          .filter(one -> one.id() == attachment.id())
          .map(Attachment::url)
          .findFirst();
    }

    // ---- ends and pauses

    private String tooLarge() {
      return "it is larger than what is copied (at most %d bytes)".formatted(limit);
    }

    private void lost(String why) {
      result.complete(new Copied.Lost(why));
    }

    /**
     * A cache may have an error page for one URL and the file for the next, and an intermediary may
     * answer 200 to every request during an outage.
     */
    private void wrong(String why) {
      long now = time.getAsLong();
      if (wrong == 0) {
        wrongSince = now;
      }
      wrong++;
      Duration lasting = Duration.ofNanos(now - wrongSince);
      if (lasting.compareTo(PATIENCE) > 0) {
        lost("Discord's server sends something else: " + why);
        return;
      }
      if (wrong == 1 || wrong % 10 == 0) {
        LOG.warn(
            "What came for the file {} of message {} is not the file ({}); trying again",
            attachment.id(),
            message,
            why);
      }
      Runnable next = channel == 0 ? this::download : this::readAnew;
      Duration pause = shorter(lasting.dividedBy(WRONG_PARTS), LONGEST_WRONG_PAUSE);
      if (pause.compareTo(pauses.retry().alone()) > 0) {
        later.run(pause, next);
      } else {
        failed.again(wrong, next);
      }
    }

    private static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }

    private void again(String why) {
      failures++;
      // Rarely, since an outage of Discord affects many files.
      if (failures == 1 || failures % 10 == 0) {
        LOG.warn(
            "The file {} of message {} is not copied yet ({}); trying again",
            attachment.id(),
            message,
            why);
      }
      failed.again(failures, this::download);
    }
  }

  /** The result of an attempt to download a file. */
  private sealed interface Attempt {
    record Done(StoredFile file) implements Attempt {}

    /** The URL is no longer valid. */
    record Expired() implements Attempt {}

    record Hopeless(String why) implements Attempt {}

    /** An answer that is neither the file nor a statement that it is gone. */
    record Refused(String why) implements Attempt {}

    record Failed(String why) implements Attempt {}

    /** Other content came. */
    record Wrong(String why) implements Attempt {}

    /**
     * The disk is full.
     *
     * @param pause the time until the next attempt
     */
    record NoRoom(Duration pause) implements Attempt {}
  }
}
