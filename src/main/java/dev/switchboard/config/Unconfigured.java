package dev.switchboard.config;

import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An installation that was never configured, and the file in which its first configuration is to
 * be. A mistake in a configuration is not the same as none.
 */
public final class Unconfigured {
  /** The keys without which nothing starts. */
  private static final Set<String> REQUIRED =
      Set.of("discord.token", "community-guild", "inbox-category");

  /**
   * The keys about the bot and its place on Discord. Whoever has set one has begun to configure.
   */
  private static final Set<String> DECISIVE =
      Set.of(
          "discord.token",
          "community-guild",
          "staff-guild",
          "inbox-category",
          "staff-roles",
          "reader-roles",
          "log-channel");

  private static final Set<String> LISTS = Set.of("staff-roles");

  private final Environment environment;
  private final Optional<Path> sample;
  private final byte[] sampleBytes;
  private final Path file;
  private final Configuration present;

  private Unconfigured(
      Environment environment, Optional<Path> sample, Path file, Configuration present) {
    this.environment = environment;
    this.sample = sample;
    this.file = file;
    this.present = present;
    this.sampleBytes = sample.map(Unconfigured::bytes).orElseGet(() -> new byte[0]);
  }

  /**
   * Whether nothing is configured: no file, or one that sets no key; none of the keys about the bot
   * and its place in the environment; and no other problem than that the required keys are missing.
   *
   * @param given the file that the command line names. A named file, here or in the environment,
   *     that is there is a configuration, whatever it holds; one that is missing is a mistake,
   *     unless {@code asked}
   * @param asked whether the setup was asked for explicitly, so that a named file may be missing
   * @throws ConfigurationRefused if a file that was found cannot be read or trusted
   */
  public static Optional<Unconfigured> find(
      Optional<Path> given, Environment environment, boolean asked) {
    Optional<Path> named = given.or(() -> environment.get(Environment.CONFIG).map(Path::of));
    if (named.filter(path -> !asked || isThere(path)).isPresent()) {
      return Optional.empty();
    }
    return untouched(
        named,
        named.isPresent() ? Optional.empty() : Configuration.file(Optional.empty(), environment),
        environment);
  }

  /**
   * The same, once the files are known.
   *
   * @param named a file that is missing
   * @param sample the file that was found in a usual place
   */
  static Optional<Unconfigured> untouched(
      Optional<Path> named, Optional<Path> sample, Environment environment) {
    Configuration present = Configuration.load(sample, environment, Map.of());
    boolean untouched =
        sample.map(Configuration::setsNothing).orElse(true)
            && present.origins().keySet().stream().noneMatch(DECISIVE::contains)
            && onlyMissing(present);
    return untouched
        ? Optional.of(new Unconfigured(environment, sample, place(named, sample), present))
        : Optional.empty();
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether all problems are the required keys that nobody has set. */
  private static boolean onlyMissing(Configuration present) {
    try {
      SettingsReader.read(present);
      return false;
    } catch (ConfigurationRefused refused) {
      Set<String> missing =
          REQUIRED.stream()
              .map(key -> ConfigProblem.about(full(key), "", "").subject())
              .collect(Collectors.toUnmodifiableSet());
      return refused.findings().stream().allMatch(finding -> finding.found().equals("nothing"))
          && refused.findings().stream()
              .map(ConfigProblem::subject)
              .collect(Collectors.toSet())
              .equals(missing);
    }
  }

  /** The sample, where it can be replaced; else the file of the current folder. */
  private static Path place(Optional<Path> named, Optional<Path> sample) {
    return named
        .or(() -> sample.map(Unconfigured::real).filter(Unconfigured::isReplaceable))
        .orElseGet(() -> Path.of("conf", "switchboard.conf"))
        .toAbsolutePath();
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException gone) {
      return path;
    }
  }

  private static boolean isReplaceable(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    return Files.isWritable(path) && folder != null && Files.isWritable(folder);
  }

  /** The file that {@link #write} makes; absolute. */
  public Path file() {
    return file;
  }

  /** The value of a key as text, without the prefix; what the environment says, or the default. */
  public String text(String key) {
    return present.text(full(key));
  }

  /** Whether the environment sets the key, given without the prefix. */
  public boolean isTold(String key) {
    return present.origins().containsKey(key);
  }

  /**
   * The configuration as it would be with these values in the file. The environment wins, as it
   * would.
   *
   * @param values by key, without the prefix
   */
  public Configuration with(Map<String, String> values) {
    Map<String, String> fixed = new TreeMap<>();
    values.forEach((key, value) -> {
      if (!isTold(key)) {
        fixed.put(full(key), value);
      }
    });
    return Configuration.load(Optional.empty(), environment, fixed);
  }

  /**
   * Makes the folder of the file, so that a problem with it is known before a person fills in
   * anything.
   *
   * @throws ConfigurationRefused if the folder cannot be made or written, or others can write it
   */
  public void prepare() {
    Path folder = folder();
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      }
    } catch (IOException | UnsupportedOperationException failed) {
      throw unusable(failed.toString());
    }
    if (!Files.isWritable(folder)) {
      throw unusable("a folder in which we may not write");
    }
    Configuration.objection(file)
        .ifPresent(objection -> {
          throw new ConfigurationRefused(List.of(objection));
        });
  }

  private ConfigurationRefused unusable(String found) {
    return new ConfigurationRefused(
        List.of(
            new ConfigProblem(
                folder().toString(),
                found,
                "a folder for the configuration, or a file that is named by --config")));
  }

  private Path folder() {
    return file.resolveSibling("").normalize();
  }

  /**
   * Writes the file: all of it or nothing, readable by this account alone. The text of a sample
   * that set nothing stays below.
   *
   * @param values by key, without the prefix; empty ones are left out
   * @throws FileAlreadyExistsException if there is a file by now that was not there before
   */
  public void write(Map<String, String> values) throws IOException {
    Path half = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      writeDurably(half, text(values));
      if (sample.map(Unconfigured::real).filter(file::equals).isPresent()) {
        replaceSample(half);
      } else {
        // A link, unlike a renaming, replaces nothing that somebody else wrote meanwhile.
        Files.createLink(file, half);
      }
    } finally {
      Files.deleteIfExists(half);
    }
    try (FileChannel folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private void replaceSample(Path half) throws IOException {
    if (!Arrays.equals(Files.readAllBytes(file), sampleBytes)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void writeDurably(Path path, String text) throws IOException {
    FileAttribute<?> ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (FileChannel channel =
        FileChannel.open(
            path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private String text(Map<String, String> values) {
    String lines =
        new TreeMap<>(values)
            .entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> "  %s = %s\n".formatted(entry.getKey(), value(entry)))
                .collect(Collectors.joining());
    String written =
        "# Written by the setup page. The bot's token is in it: keep it to yourself.\n"
            + "switchboard {\n"
            + lines
            + "}\n";
    return sampleBytes.length == 0
        ? written
        : written + "\n" + new String(sampleBytes, StandardCharsets.UTF_8);
  }

  private static String value(Map.Entry<String, String> entry) {
    return LISTS.contains(entry.getKey())
        ? Stream.of(entry.getValue().split(",", -1))
            .map(ConfigUtil::quoteString)
            .collect(Collectors.joining(", ", "[", "]"))
        : ConfigUtil.quoteString(entry.getValue());
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException unreadable) {
      throw new ConfigurationRefused(
          List.of(
              new ConfigProblem(
                  path.toString(), unreadable.toString(), "a file that can be read")));
    }
  }

  private static String full(String key) {
    return Configuration.SECTION + "." + key;
  }
}
