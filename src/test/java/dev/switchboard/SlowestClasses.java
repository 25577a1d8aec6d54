package dev.switchboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Prints the slowest test classes of a run of the tests, from the reports that Maven's test plugins
 * write. The build starts this program after the tests: {@code SlowestClasses FOLDER SINCE}, where
 * reports in the folder that are older than the instant are those of a former run.
 */
final class SlowestClasses {
  private static final int SHOWN = 10;

  private SlowestClasses() {}

  /**
   * A report.
   *
   * @param seconds that the class took, the preparation of its fields included
   */
  private record Report(String name, double seconds) {}

  public static void main(String[] arguments) throws IOException {
    list(Path.of(arguments[0]), Instant.parse(arguments[1])).forEach(System.out::println);
  }

  /** The lines to print, none where nothing was tested since then. */
  static List<String> list(Path folder, Instant since) throws IOException {
    List<Report> reports = new ArrayList<>(reports(folder, since));
    List<String> lines = new ArrayList<>();
    if (reports.isEmpty()) {
      return lines;
    }
    reports.sort(Comparator.comparingDouble(Report::seconds).reversed());
    lines.add(
        "The slowest of %d test classes, which took %s s together:"
            .formatted(
                reports.size(), decimal(reports.stream().mapToDouble(Report::seconds).sum(), 0)));
    for (Report report : reports.subList(0, Math.min(SHOWN, reports.size()))) {
      lines.add("%8s s  %s".formatted(decimal(report.seconds(), 1), report.name()));
    }
    return lines;
  }

  private static String decimal(double value, int places) {
    return new BigDecimal(value).setScale(places, RoundingMode.HALF_UP).toPlainString();
  }

  private static List<Report> reports(Path folder, Instant since) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
          .filter(file -> !written(file).isBefore(since))
          .map(SlowestClasses::read)
          .toList();
    }
  }

  private static Instant written(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Report read(Path file) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try (InputStream in = Files.newInputStream(file)) {
      XMLStreamReader reader = factory.createXMLStreamReader(in);
      reader.nextTag();
      return new Report(
          reader.getAttributeValue(null, "name"),
          Double.parseDouble(reader.getAttributeValue(null, "time")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(file + " is no report of tests", e);
    }
  }
}
