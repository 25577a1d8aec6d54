package dev.switchboard.http.api.bot;

import dev.switchboard.settings.Origin;
import java.util.function.Function;

/**
 * What the configuration says and no administrator changes while the server runs.
 *
 * @param logs whether transcripts are posted to a log channel
 * @param panel whether staff may sign in with a browser
 * @param origin the origin of the value of a key, as {@code ticket.welcome-message}
 */
public record ConfigFacts(boolean logs, boolean panel, Function<String, Origin> origin) {}
