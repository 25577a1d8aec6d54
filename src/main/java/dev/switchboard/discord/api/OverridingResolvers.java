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
 * Resolves host names with {@link HostLookup}, else with the system's name service. Only the
 * address changes: the server still has to prove the host's own name.
 *
 * <p>With a proxy in Java's settings ({@code https.proxyHost} and so on), names are not resolved
 * here but passed to the proxy, since only the proxy may know their addresses.
 */
public final class OverridingResolvers extends AddressResolverGroup<InetSocketAddress> {
  private final HostLookup lookup;

  /** Null without a proxy. */
  private final @Nullable Supplier<ProxyProvider> proxy =
      HttpClient.newConnection()
          .proxyWithSystemProperties()
          .configuration()
          .proxyProviderSupplier();

  public OverridingResolvers(HostLookup lookup) {
    this.lookup = lookup;
  }

  /** The client with these resolvers, and with the proxy if there is one. */
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
      // The client resolves a host name for a proxy itself, maybe to another address.
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
