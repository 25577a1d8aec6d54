package dev.switchboard.http;

import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The routes of the product, by the people they are for. Each supplier is called for each request,
 * and rejects a path that is not its own.
 *
 * @param bodies reads the bodies of all requests into memory; every route but {@code admin} and
 *     {@code uploads} gets a body that is small and already read
 * @param admin the admin RPC, which reads bodies itself
 * @param uploads operations for people whose body is a file, which is never in memory
 * @param everybody routes at each address, such as health
 * @param operators routes for operators alone, such as metrics
 * @param people routes for members, staff and strangers, asked in this order
 */
public record ProductRoutes(
    RequestBodies bodies,
    Supplier<Route> admin,
    Supplier<Route> uploads,
    Supplier<Route> everybody,
    Supplier<Route> operators,
    List<Supplier<Route>> people) {
  public ProductRoutes {
    people = List.copyOf(people);
  }
}
