package dev.switchboard.discord.command;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What commands know besides their use.
 *
 * @param commands all commands; to be asked only once they are used
 * @param latency the latency of the gateway's last heartbeat; zero before the first one
 */
record CommandContext(Supplier<Commands> commands, Supplier<Duration> latency) {}
