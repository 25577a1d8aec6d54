package dev.switchboard.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.reject;

import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.server.Route;

/** All HTTP routes. */
public final class Routes {
  private Routes() {}

  /** The callers for whom an address is. */
  public enum Audience {
    /** Everybody, with all routes. */
    ALL,
    /** Members, staff and strangers: no admin RPC and no metrics. */
    PUBLIC,
    /** Operators: the admin RPC, metrics and health. */
    OPERATORS
  }

  /** The routes for an audience; a 404 with a body in JSON for any other path. */
  public static Route of(Audience audience, ProductRoutes product) {
    Supplier<Route> nothing = () -> reject();
    Supplier<Route> admin = audience == Audience.PUBLIC ? nothing : product.admin();
    Supplier<Route> operators = audience == Audience.PUBLIC ? nothing : product.operators();
    Supplier<Route> people = audience == Audience.OPERATORS ? nothing : () -> inOrder(product);
    Supplier<Route> uploads = audience == Audience.OPERATORS ? nothing : product.uploads();
    return concat(
            admin.get(),
            uploads.get(),
            // A route that is added here has its bodies bounded without asking for it.
            product
                .bodies()
                .small(() -> concat(product.everybody().get(), operators.get(), people.get())))
        .seal(Answers.rejections(), Answers.exceptions());
  }

  /** Routes of a server that has no others, within the same bounds. */
  public static Route alone(RequestBodies bodies, Supplier<Route> routes) {
    return bodies.small(routes).seal(Answers.rejections(), Answers.exceptions());
  }

  private static Route inOrder(ProductRoutes product) {
    return product.people().stream()
        .map(Supplier::get)
        .reduce((first, next) -> concat(first, next))
        .orElseGet(() -> reject());
  }
}
