package dev.switchboard.discord;

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

/**
 * Where connections go: where {@link HostLookup} says, else where the system's name service does.
 * Only the address is another: whoever answers there has to prove the host's own name.
 */
final class OverridingResolvers extends AddressResolverGroup<InetSocketAddress> {
  private final HostLookup lookup;

  OverridingResolvers(HostLookup lookup) {
    this.lookup = lookup;
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
      return !address.isUnresolved();
    }

    @Override
    protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
      follow(
          address,
          found -> {
            var _ = usual.resolve(found).addListener(result(promise));
          },
          promise);
    }

    @Override
    protected void doResolveAll(
        InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
      follow(
          address,
          found -> {
            var _ = usual.resolveAll(found).addListener(result(promise));
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
