package io.parley.completion.model.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.resolver.AddressResolverGroup;
import io.parley.completion.model.AddressRule;
import io.parley.completion.model.ModelProperties;
import io.parley.events.Payer;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The HTTP clients for calls to providers. To an address of the operator's choice goes a free one; to any other one
 * that looks at the very address each of its connections is made to, so that a name which stood for something else when
 * it was set leads nowhere.
 */
public final class ProviderClients implements AutoCloseable {

    private static final Duration POOL_WAIT = Duration.ofSeconds(5);
    private static final Duration POOL_IDLE = Duration.ofSeconds(20);

    /** How often idle connections are looked for, and how long an address may go without any before it is forgotten. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

    private static final String RULE = "address-rule";

    private final ConnectionProvider connections;
    private final AddressRule rule;
    private final String suitesOwn;
    private final HttpClient free;
    private final HttpClient encrypted;
    private final HttpClient plain;

    ProviderClients(ModelProperties properties, AddressRule rule) {
        this(properties, rule, null, POOL_IDLE, LOOK_EVERY);
    }

    /**
     * @param names how names of hosts are looked up; null for the usual way
     * @param idle how long a connection that nobody uses stays open
     */
    ProviderClients(
            ModelProperties properties,
            AddressRule rule,
            @Nullable AddressResolverGroup<?> names,
            Duration idle,
            Duration lookEvery) {
        this.rule = rule;
        this.suitesOwn = properties.baseUrl().endsWith("/") ? properties.baseUrl() : properties.baseUrl() + "/";
        this.connections = ConnectionProvider.builder("model")
                .maxConnections(properties.maxConnections())
                .pendingAcquireMaxCount(properties.maxConnections())
                .pendingAcquireTimeout(POOL_WAIT)
                .maxIdleTime(idle)
                // Strangers choose addresses: one that is never called again must cost nothing in the end.
                .evictInBackground(lookEvery)
                .disposeInactivePoolsInBackground(lookEvery, lookEvery)
                .build();
        var client = HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.connectLimit().toMillis())
                // A call is billed: it is not sent again behind our back when a pooled connection turns out dead.
                .disableRetry(true)
                // A key goes to its own address and not to where that address points.
                .followRedirect(false);
        this.free = names == null ? client : client.resolver(names);
        // Connections are pooled by their configuration: one that was not looked at is never taken for one that was.
        this.encrypted = lookingAt(free, true);
        this.plain = lookingAt(free, false);
    }

    private HttpClient lookingAt(HttpClient client, boolean isEncrypted) {
        return client.doOnChannelInit(
                (_, channel, _) -> channel.pipeline().addFirst(RULE, new Connecting(rule, isEncrypted)));
    }

    /**
     * The client for a call.
     *
     * @param payer whose key it carries
     */
    public HttpClient of(Payer payer, String url) {
        if (payer == Payer.SUITE || url.startsWith(suitesOwn)) {
            return free;
        }
        var address = URI.create(url);
        if (rule.opens(address)) {
            return free;
        }
        return AddressRule.isEncrypted(address) ? encrypted : plain;
    }

    @Override
    public void close() {
        connections.dispose();
    }

    /** A connection would have gone where the rule lets none go. */
    static final class AddressForbidden extends ConnectException {

        AddressForbidden() {
            super("an address that is not allowed");
        }
    }

    /** Stands before the socket: what is connected to is what it sees. */
    private static final class Connecting extends ChannelOutboundHandlerAdapter {

        private final AddressRule rule;
        private final boolean isEncrypted;

        Connecting(AddressRule rule, boolean isEncrypted) {
            this.rule = rule;
            this.isEncrypted = isEncrypted;
        }

        @Override
        public void connect(
                ChannelHandlerContext context, SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            if (remote instanceof InetSocketAddress known
                    && known.getAddress() != null
                    && rule.permits(known.getAddress(), isEncrypted)) {
                var _ = context.connect(remote, local, promise);
            } else {
                var _ = promise.setFailure(new AddressForbidden());
            }
        }
    }
}
