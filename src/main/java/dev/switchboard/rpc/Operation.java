package dev.switchboard.rpc;

import java.util.concurrent.CompletionStage;

/**
 * One method of one resource. It may throw {@link RequestRefused}, or complete with it; anything
 * else that is thrown is logged, and answered as 500 without its words.
 */
@FunctionalInterface
public interface Operation {
  CompletionStage<Reply> run(Request request);
}
