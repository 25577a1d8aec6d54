package dev.switchboard.ticket.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random plays of a {@link CorrespondentWork} in a {@link WorkWorld}, which checks each step. The
 * seed stands in the name of the test and in the message of a failure.
 */
class CorrespondentWorkModelTest {
  private static final int STEPS = 4_000;

  /** Some that stay the same, and one that is new each time. */
  static LongStream seeds() {
    return LongStream.concat(LongStream.rangeClosed(1, 12), LongStream.of(new Random().nextLong()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsLostDoubledOrOvertakenWhateverFails(long seed) {
    Random random = new Random(seed);
    WorkWorld world = new WorkWorld(random, 2 + random.nextInt(40), false);

    play(world, seed);

    assertThat(world.opened()).as("tickets, seed %d", seed).isGreaterThan(2);
  }

  /** What the other plays show would say little if requests seldom opened a ticket there. */
  @Test
  void requestsOpenTicketsInSuchPlays() {
    long opened = 0;
    for (long seed = 1; seed <= 6; seed++) {
      Random random = new Random(seed);
      WorkWorld world = new WorkWorld(random, 2 + random.nextInt(40), false);
      play(world, seed);
      opened += world.openedByRequests();
    }
    assertThat(opened).isGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsLostThoughTheWorkIsNotToldOfARow(long seed) {
    Random random = new Random(seed);

    play(new WorkWorld(random, 2 + random.nextInt(40), true), seed);
  }

  /** Those that found a message in two tickets once, and one that is new each time. */
  static LongStream doublingSeeds() {
    return LongStream.of(94, 250, 416, 623, 666, 804, 929, 1_393, new Random().nextLong());
  }

  @ParameterizedTest
  @MethodSource("doublingSeeds")
  void nothingIsDoubledThoughTheWorkIsNotToldOfARow(long seed) {
    play(new WorkWorld(new Random(seed), ArrivalQueue.MOST, true, false), seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsDoubledThoughStaffOpenTicketsToo(long seed) {
    play(new WorkWorld(new Random(seed), ArrivalQueue.MOST, true), seed);
  }

  /** More than is in memory at once. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void thousandsThatWaitAreTakenInPieces(long seed) {
    WorkWorld world = new WorkWorld(new Random(seed), ArrivalQueue.MOST, false);
    world.burst(1_700);

    play(world, seed);
  }

  private static void play(WorkWorld world, long seed) {
    int step = 0;
    try {
      for (; step < STEPS; step++) {
        world.step();
      }
      world.calm();
      world.assertThatAllIsTaken();
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError("seed %d, step %d: %s".formatted(seed, step, failure), failure);
    }
    assertThat(world.taken()).as("messages, seed %d", seed).isGreaterThan(STEPS / 100);
  }
}
