package dev.switchboard.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Passwords as hashes of Argon2id in the usual notation ({@code $argon2id$v=19$m=...$salt$hash}),
 * so that old hashes stay usable when the costs are raised. The costs are OWASP's (Password Storage
 * Cheat Sheet, 2025): 19 MiB, two passes, one lane.
 *
 * <p>Hashing takes about 50 ms of a processor and 19 MiB. So at most half of the processors hash at
 * once, on threads of their own, and if too many passwords wait, further ones are refused with
 * {@link Busy}. Thread-safe.
 */
public final class Passwords implements AutoCloseable {
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /**
   * The number of hashing threads. The other processors are for all other work; more than four
   * threads would take too much memory.
   */
  private static final int AT_ONCE =
      Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);

  /** The largest number of waiting passwords: about 5 s of work for one thread. */
  private static final int MOST_WAITING = 100;

  /** The longest accepted password; a longer one is refused without hashing. */
  static final int LONGEST = 1_024;

  private static final Pattern NOTATION =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  /** Thrown if too many passwords wait to be hashed. */
  public static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Busy() {
      super("too many passwords wait to be hashed", null, false, false);
    }
  }

  private final SecureRandom random = new SecureRandom();
  private final ThreadPoolExecutor threads;

  /**
   * The hash of no known password, so that a check for an unknown name takes as long as for a known
   * one.
   */
  private final String decoy;

  public Passwords() {
    threads =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("password-hashing-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
    byte[] hash = new byte[HASH_BYTES];
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(hash);
    random.nextBytes(salt);
    decoy = notation(salt, hash);
  }

  /** The hash of a password, with a new salt. Fails with {@link Busy}. */
  public CompletionStage<String> hash(String password) {
    return submit(() -> {
      byte[] salt = new byte[SALT_BYTES];
      random.nextBytes(salt);
      return notation(salt, derive(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES));
    });
  }

  /**
   * Whether the password has this hash. Takes as long if there is no hash. Fails with {@link Busy}.
   *
   * @param hash the hash of the right password; empty if there is none
   */
  public CompletionStage<Boolean> matches(String password, Optional<String> hash) {
    return submit(() -> verify(password, hash.orElse(decoy)) && hash.isPresent());
  }

  private static boolean verify(String password, String hash) {
    Matcher parts = NOTATION.matcher(hash);
    if (password.length() > LONGEST || !parts.matches()) {
      return false;
    }
    byte[] expected = Base64.getDecoder().decode(parts.group(5));
    byte[] found =
        derive(
            password,
            Base64.getDecoder().decode(parts.group(4)),
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3)),
            expected.length);
    return MessageDigest.isEqual(expected, found);
  }

  private static byte[] derive(
      String password, byte[] salt, int memory, int passes, int lanes, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withSalt(salt)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .build());
    byte[] hash = new byte[length];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }

  private static String notation(byte[] salt, byte[] hash) {
    Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY_KIB, PASSES, LANES, encoder.encodeToString(salt), encoder.encodeToString(hash));
  }

  private <T> CompletionStage<T> submit(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedStage(new Busy());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
