package dev.switchboard.access;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Checks the right of a principal before a port acts: {@link #port} for an interface, {@link #with}
 * inside a port that is a class.
 */
public final class Guarded {
  private Guarded() {}

  /**
   * A port that refuses a principal without the right: the stage fails with {@link NotPermitted},
   * and the port is not called. Methods without a {@link Principal} are passed on.
   *
   * @param type an interface; its methods with a {@link Principal} return a {@link CompletionStage}
   */
  public static <T> T port(Class<T> type, T port, Right right) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (arguments != null) {
                for (Object argument : arguments) {
                  if (argument instanceof Principal by && !by.may(right)) {
                    return CompletableFuture.failedStage(new NotPermitted(by, right));
                  }
                }
              }
              try {
                return method.invoke(port, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }

  /** Runs the act if the principal has the right; otherwise fails with {@link NotPermitted}. */
  public static <T> CompletionStage<T> with(
      Principal by, Right right, Supplier<CompletionStage<T>> act) {
    return by.may(right) ? act.get() : CompletableFuture.failedStage(new NotPermitted(by, right));
  }
}
