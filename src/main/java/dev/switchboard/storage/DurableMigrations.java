package dev.switchboard.storage;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Makes the sessions of migrations commit durably, as those of the pools do. */
final class DurableMigrations implements Callback {
  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.AFTER_CONNECT;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    try (var statement = context.getConnection().createStatement()) {
      statement.execute(DatabaseSettings.DURABLE);
    } catch (SQLException e) {
      throw new FlywayException("a session cannot be made durable: " + e.getMessage(), e);
    }
  }

  @Override
  public String getCallbackName() {
    return "durable-migrations";
  }
}
