package dev.switchboard.http;

import com.typesafe.config.Config;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/**
 * Threads that take new connections of HTTP, and bodies that nobody may want. Where there is more
 * to do than the processor can, Linux runs the relay's threads first: what strangers send must not
 * hold up what members write. On other systems they are threads like all others.
 *
 * <p>Requests are answered by the actors' own threads: a thread that yields takes a fifth longer
 * for each where the processor is busy.
 */
public final class YieldingThreads extends ExecutorServiceConfigurator {
  /** The dispatcher that has them. */
  static final String DISPATCHER = "pekko.actor.http-dispatcher";

  /**
   * How much they yield: with 5, another thread that wants the same processor gets three parts of
   * four (Linux, {@code sched(7)}). Health must be told however busy the machine is.
   */
  private static final int NICE = 5;

  public YieldingThreads(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
  }

  /** What runs on them. */
  static Executor of(ClassicActorSystemProvider system) {
    return system.classicSystem().dispatchers().lookup(DISPATCHER);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(
      String id, ThreadFactory threadFactory) {
    return () ->
        new ForkJoinPool(
            Runtime.getRuntime().availableProcessors(), Yielding::new, (_, _) -> {}, true);
  }

  private static final class Yielding extends ForkJoinWorkerThread {
    Yielding(ForkJoinPool pool) {
      super(pool);
      setName("http-" + getPoolIndex());
    }

    @Override
    protected void onStart() {
      super.onStart();
      Priority.lower();
    }
  }

  /** Of the thread that asks; for Java, all have the same. */
  // bin/switchboard allows calls of the system's library.
  @SuppressWarnings("restricted")
  private static final class Priority {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle NICE_BY =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("nice"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    static void lower() {
      if (!System.getProperty("os.name", "").equals("Linux")) {
        return;
      }
      try {
        // On Linux it is the thread's own; everywhere else it would be the whole process's.
        var _ = (int) NICE_BY.invokeExact(NICE);
      } catch (Throwable impossible) {
        throw new IllegalStateException("nice could not be called", impossible);
      }
    }
  }
}
