package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.StoredFile;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TableUploadsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final TableUploads uploads = new TableUploads(DATABASE.database());

  @AfterEach
  void forgetAll() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> {
          handle.execute("delete from upload");
          handle.execute("delete from file_garbage");
        });
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static StoredFile file(String name, long size) {
    return new StoredFile("%064x".formatted(name.hashCode()), name, size, "image/png");
  }

  private long add(String name) {
    return now(uploads.add(7, "panel 1", file(name, 5))).orElseThrow();
  }

  private Optional<List<Attachment>> claim(List<Long> files, long source) {
    return now(uploads.claim(files, 7, "panel 1", source));
  }

  private static List<String> garbage() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("select key from file_garbage").mapTo(String.class).list());
  }

  private static void age(String by) {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> handle.execute("update upload set at = at - interval '" + by + "'"));
  }

  @Test
  void aReplyGetsItsFilesInItsOrderAndAgain() {
    long first = add("a.png");
    long second = add("b.png");

    Optional<List<Attachment>> claimed = claim(List.of(second, first), 100);

    assertThat(claimed.orElseThrow())
        .containsExactly(
            UploadedCopies.attachment(second, file("b.png", 5)),
            UploadedCopies.attachment(first, file("a.png", 5)));
    assertThat(claim(List.of(second, first), 100)).isEqualTo(claimed);
    assertThat(ActSource.isOverHttp(first)).isTrue();
  }

  /** Its bytes were stored, and its row was not. */
  @Test
  void theCopyOfAnUploadThatFailedIsDiscarded() {
    String key = file("a.png", 5).key();
    now(uploads.discard(key));
    now(uploads.discard(key));
    assertThat(garbage()).containsExactly(key);
  }

  @Test
  void noOtherReplyGetsThemUntilTheyAreGivenBack() {
    long taken = add("a.png");
    long free = add("b.png");
    claim(List.of(taken), 100);

    assertThat(claim(List.of(free, taken), 101)).isEmpty();
    now(uploads.release(100));
    assertThat(claim(List.of(free, taken), 101)).isPresent();
  }

  @Test
  void anotherTicketAndAnotherHolderGetNothing() {
    long file = add("a.png");

    assertThat(now(uploads.claim(List.of(file), 8, "panel 1", 100))).isEmpty();
    assertThat(now(uploads.claim(List.of(file), 7, "api 1", 100))).isEmpty();
    assertThat(claim(List.of(file, 9L), 100)).isEmpty();
    assertThat(claim(List.of(file), 101)).isPresent();
  }

  @Test
  void nobodyHasTooManyThatWait() {
    for (int n = 0; n < Uploads.MOST; n++) {
      add(n + ".png");
    }

    assertThat(now(uploads.hasRoom("panel 1", 1))).isFalse();
    assertThat(now(uploads.add(7, "panel 1", file("more.png", 5)))).isEmpty();
    assertThat(garbage()).containsExactly(file("more.png", 5).key());
    assertThat(now(uploads.hasRoom("panel 2", Uploads.MOST_BYTES))).isTrue();
    assertThat(now(uploads.hasRoom("panel 2", Uploads.MOST_BYTES + 1))).isFalse();
  }

  @Test
  void whatWaitsTooLongIsForgottenAndWhatAReplyHasStays() {
    long waiting = add("a.png");
    long sent = add("b.png");
    claim(List.of(sent), 100);
    now(uploads.forget());
    assertThat(claim(List.of(waiting), 101)).isPresent();
    now(uploads.release(101));

    age("7 hours");
    now(uploads.forget());

    assertThat(claim(List.of(waiting), 102)).isEmpty();
    assertThat(claim(List.of(sent), 100)).isPresent();
    assertThat(garbage()).containsExactly(file("a.png", 5).key());
    age("3 days");
    now(uploads.forget());
    assertThat(claim(List.of(sent), 100)).isEmpty();
  }
}
