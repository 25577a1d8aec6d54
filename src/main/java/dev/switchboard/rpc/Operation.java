package dev.switchboard.rpc;

import java.util.concurrent.CompletionStage;

/**
 * An operation of a resource: one method. It may throw {@link RequestRefused} or complete with it.
 * Any other failure is logged and answered with 500, without its message.
 */
@FunctionalInterface
public interface Operation {
  CompletionStage<Reply> run(Request request);
}
