package dev.switchboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.access.Peer;
import dev.switchboard.http.BodyMemory.Room;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who may have how much memory for what they send. */
class BodyMemoryTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");

  private final BodyMemory space = new BodyMemory(400, 100, Duration.ofSeconds(30));

  @Test
  void anAddressHasAQuarterAndOthersComeThrough() throws Exception {
    Room first = now(take(space, ONE, 100));
    CompletableFuture<Room> second = take(space, ONE, 1);
    CompletableFuture<Room> other = take(space, OTHER, 100);

    assertThat(second).isNotDone();
    now(other);
    assertThat(space.inUse()).isEqualTo(200);

    first.close();
    now(second);
    assertThat(space.inUse()).isEqualTo(101);
  }

  @Test
  void allTogetherHaveNoMoreThanThereIs() throws Exception {
    List<Room> rooms = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      rooms.add(now(take(space, InetAddress.ofLiteral("192.0.2." + i), 100)));
    }
    CompletableFuture<Room> late = take(space, InetAddress.ofLiteral("192.0.2.9"), 60);
    assertThat(late).isNotDone();

    rooms.getFirst().shrinkTo(50);
    assertThat(late).isNotDone();
    rooms.getLast().shrinkTo(90);

    now(late).close();
    rooms.forEach(Room::close);
    rooms.forEach(Room::close);
    assertThat(space.inUse()).isZero();
    assertThat(space.waiting()).isZero();
  }

  @Test
  void whoWaitsTooLongIsToldAndTakesNothing() throws Exception {
    BodyMemory impatient = new BodyMemory(400, 100, Duration.ofMillis(20));
    Room taken = now(take(impatient, ONE, 100));

    assertThatThrownBy(() -> now(take(impatient, ONE, 50)))
        .hasCauseInstanceOf(BodyMemory.Full.class);
    assertThat(impatient.waiting()).isZero();
    taken.close();
    assertThat(impatient.inUse()).isZero();
  }

  @Test
  void ofThoseWhoWaitTheOneWhoseAddressHasLeastIsNext() throws Exception {
    BodyMemory shared = new BodyMemory(400, 200, Duration.ofSeconds(30));
    List<Room> rooms = new ArrayList<>();
    for (InetAddress address : List.of(ONE, ONE, OTHER, OTHER)) {
      rooms.add(now(take(shared, address, 100)));
    }
    CompletableFuture<Room> greedy = take(shared, OTHER, 50);
    CompletableFuture<Room> fresh = take(shared, InetAddress.ofLiteral("192.0.2.3"), 50);
    rooms.getLast().shrinkTo(50);

    now(fresh).close();
    now(greedy).close();
  }

  private static CompletableFuture<Room> take(BodyMemory space, InetAddress who, int bytes) {
    return space.take(Peer.at(who), bytes).toCompletableFuture();
  }

  private static Room now(CompletableFuture<Room> room) throws Exception {
    return room.get(10, TimeUnit.SECONDS);
  }
}
