package dev.switchboard.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine of a measurement.
 *
 * @param memory in bytes; 0 if unknown
 */
record Machine(String processor, int cores, long memory, String system, String java) {
  static Machine here() {
    return new Machine(
        after(Path.of("/proc/cpuinfo"), "model name"),
        Runtime.getRuntime().availableProcessors(),
        memoryOf(after(Path.of("/proc/meminfo"), "MemTotal")),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  private static long memoryOf(String kibibytes) {
    String digits = kibibytes.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits) * 1024;
  }

  private static String after(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException notLinux) {
      return "unknown";
    }
  }

  /** The load average of the last minute; negative if unknown. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("processor", processor)
        .put("cores", cores)
        .put("memory_bytes", memory)
        .put("system", system)
        .put("java", java);
  }
}
