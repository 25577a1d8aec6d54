/**
 * What persons and bots do in the world of the sandbox: messages, reactions, threads, interactions.
 */
@NullMarked
package dev.switchboard.sandbox.act;

import org.jspecify.annotations.NullMarked;
