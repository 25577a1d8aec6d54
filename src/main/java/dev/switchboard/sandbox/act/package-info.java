/**
 * The actions of persons and bots in the world of the sandbox: messages, reactions, threads,
 * interactions.
 */
@NullMarked
package dev.switchboard.sandbox.act;

import org.jspecify.annotations.NullMarked;
