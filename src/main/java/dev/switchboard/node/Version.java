package dev.switchboard.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this Switchboard, written by the build. */
public final class Version implements IVersionProvider {
  /** The version number, such as {@code 1.4.0}. */
  public static String number() {
    Properties properties = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("/version.properties")) {
      if (file != null) {
        properties.load(file);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return properties.getProperty("version", "unknown");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"switchboard " + number()};
  }
}
