package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.Copies.Copied;
import dev.switchboard.ticket.model.Attachment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SharedCopiesTest {
  private final List<CompletableFuture<Copied>> fetches = new ArrayList<>();
  private final Copies copies =
      new SharedCopies((_, _, _) -> {
        CompletableFuture<Copied> fetch = new CompletableFuture<>();
        fetches.add(fetch);
        return fetch;
      });

  @Test
  void aFileThatIsAskedForAgainMeanwhileIsFetchedOnce() {
    var first = ask(1, 10).toCompletableFuture();
    var again = ask(1, 10).toCompletableFuture();
    assertThat(fetches).hasSize(1);

    fetches.getFirst().complete(new Copied.Lost("gone"));
    assertThat(first.join()).isEqualTo(new Copied.Lost("gone"));
    assertThat(again.join()).isEqualTo(new Copied.Lost("gone"));

    ask(1, 10);
    assertThat(fetches).hasSize(2);
  }

  @Test
  void otherFilesAndTheSameOneForwardedInAnotherMessageAreOthers() {
    ask(1, 10);
    ask(1, 11);
    ask(2, 10);
    assertThat(fetches).hasSize(3);
  }

  @Test
  void aFetchThatFailsFailsForAllAndIsForgotten() {
    var first = ask(1, 10).toCompletableFuture();
    var again = ask(1, 10).toCompletableFuture();
    fetches.getFirst().completeExceptionally(new IllegalStateException("broken"));
    assertThat(first).isCompletedExceptionally();
    assertThat(again).isCompletedExceptionally();
    ask(1, 10);
    assertThat(fetches).hasSize(2);
  }

  private CompletionStage<Copied> ask(long message, long attachment) {
    return copies.copy(5, message, new Attachment(attachment, "a", 1, "http://x/a", ""));
  }
}
