package dev.switchboard.discord.api;

import dev.switchboard.lookup.HostLookup;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

/**
 * Where connections go: where {@link HostLookup} says, else where the system's name service does.
 * Only the address is another: whoever answers there has to prove the host's own name.
 *
 * <p>Where the Java machine is told of a proxy ({@code https.proxyHost} and so on), names are not
 * looked for here but passed on to it: it may be the only one who knows where they lead.
 */
public final class OverridingResolvers extends AddressResolverGroup<InetSocketAddress> {
  private final HostLookup lookup;

  /** Null where there is no proxy. */
  private final @Nullable Supplier<ProxyProvider> proxy =
      HttpClient.newConnection()
          .proxyWithSystemProperties()
          .configuration()
          .proxyProviderSupplier();

  public OverridingResolvers(HostLookup lookup) {
    this.lookup = lookup;
  }

  /** The client that goes where these say, by way of the proxy if there is one. */
  public HttpClient on(HttpClient client) {
    return client.proxyWithSystemProperties().resolver(this);
  }

  private boolean isProxied(InetSocketAddress address) {
    return proxy != null && proxy.get().shouldProxy(address);
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new Resolver(executor, DefaultAddressResolverGroup.INSTANCE.getResolver(executor));
  }

  private final class Resolver extends AbstractAddressResolver<InetSocketAddress> {
    private final AddressResolver<InetSocketAddress> usual;

    Resolver(EventExecutor executor, AddressResolver<InetSocketAddress> usual) {
      super(executor, InetSocketAddress.class);
      this.usual = usual;
    }

    @Override
    protected boolean doIsResolved(InetSocketAddress address) {
      // The client looks for a host itself that a proxy leaves to it: the host may be elsewhere.
      return !address.isUnresolved()
          && address.getHostString().equals(address.getAddress().getHostAddress());
    }

    @Override
    protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
      follow(
          address,
          found -> {
            if (isProxied(address)) {
              promise.trySuccess(found);
            } else {
              var _ = usual.resolve(found).addListener(result(promise));
            }
          },
          promise);
    }

    @Override
    protected void doResolveAll(
        InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
      follow(
          address,
          found -> {
            if (isProxied(address)) {
              promise.trySuccess(List.of(found));
            } else {
              var _ = usual.resolveAll(found).addListener(result(promise));
            }
          },
          promise);
    }

    private void follow(
        InetSocketAddress address, Consumer<InetSocketAddress> resolve, Promise<?> promise) {
      lookup
          .targetOf(address.getHostString())
          .whenComplete((target, failure) -> {
            if (failure == null) {
              resolve.accept(instead(address, target));
            } else {
              promise.tryFailure(failure);
            }
          });
    }

    private static InetSocketAddress instead(InetSocketAddress address, Optional<String> target) {
      return target
          .map(host -> InetSocketAddress.createUnresolved(host, address.getPort()))
          .orElse(address);
    }

    private static <T> FutureListener<T> result(Promise<T> promise) {
      return (Future<T> future) -> {
        if (future.isSuccess()) {
          promise.trySuccess(future.getNow());
        } else {
          promise.tryFailure(future.cause());
        }
      };
    }
  }
}
