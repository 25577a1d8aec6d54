package dev.switchboard.ticket.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Many rows for one statement. Each column is bound as an array that the statement unnests, so that
 * a hundred rows cost little more than one. Used by one thread.
 *
 * @param <T> the source of a row
 */
final class BulkRows<T> {
  private final List<T> rows;
  private final List<Column<T>> columns = new ArrayList<>();

  private record Column<T>(String name, Class<?> type, Function<T, Object> value) {}

  BulkRows(Collection<T> rows) {
    this.rows = List.copyOf(rows);
  }

  /** Adds a column by its name in the statement. Values are never null. */
  <C> BulkRows<T> with(String name, Class<C> type, Function<T, C> value) {
    columns.add(new Column<>(name, type, value::apply));
    return this;
  }

  /** Binds all columns. */
  <S extends SqlStatement<S>> S to(S statement) {
    for (Column<T> column : columns) {
      statement.bindArray(
          column.name(), column.type(), rows.stream().map(column.value()).toArray());
    }
    return statement;
  }
}
