package io.parley.e2e.ledger.suite;

import io.parley.e2e.ledger.client.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A piece of network between clients and servers, on a port of its own: passes bytes on, cuts connections, delays what passes,
 * or swallows it. With several servers behind it, it is a balancer that gives each new connection to the next one that takes
 * it.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int CONNECT_MILLIS = 1_000;
    private static final int PIECE = 16_384;

    private final ServerSocket server;
    private final List<InetSocketAddress> targets = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean swallowing;
    private volatile boolean refusing;

    private TcpProxy(ServerSocket server) {
        this.server = server;
    }

    public static TcpProxy to(InetSocketAddress... targets) {
        return on(0, targets);
    }

    public static TcpProxy on(int port, InetSocketAddress... targets) {
        try {
            var proxy = new TcpProxy(new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress()));
            proxy.targets.addAll(List.of(targets));
            Thread.ofVirtual().name("proxy").start(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Two sockets and whoever carries bytes between them. */
    private final class Link {
        private final Socket client;
        private final @Nullable Socket target;
        private volatile boolean hasHole;

        Link(Socket client, @Nullable Socket target) {
            this.client = client;
            this.target = target;
        }

        void run() {
            if (target == null) {
                hasHole = true;
                pump(client, null);
                return;
            }
            Thread.ofVirtual().start(() -> pump(target, client));
            pump(client, target);
        }

        private void pump(Socket from, @Nullable Socket to) {
            var piece = new byte[PIECE];
            try {
                for (int read; (read = from.getInputStream().read(piece)) >= 0; ) {
                    if (delay.isPositive()) {
                        Pause.of(delay);
                    }
                    if (swallowing || to == null || hasHole) {
                        hasHole = true;
                    } else {
                        to.getOutputStream().write(piece, 0, read);
                    }
                }
            } catch (IOException cut) {
                // ends below, like an end in order
            }
            if (!swallowing) {
                end();
            }
        }

        void end() {
            links.remove(this);
            close(client);
            if (target != null) {
                close(target);
            }
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public void add(InetSocketAddress target) {
        targets.add(target);
    }

    /** New connections go elsewhere; those it has stay. */
    public void remove(InetSocketAddress target) {
        targets.remove(target);
    }

    /** Cuts so large a part of the connections, chosen by whoever asks. */
    public int cut(Predicate<Integer> chosen) {
        int number = 0;
        int cut = 0;
        for (var link : links) {
            if (chosen.test(number++)) {
                link.end();
                cut++;
            }
        }
        return cut;
    }

    /** Cuts all, and takes no new ones until told otherwise. */
    public void refuse(boolean refuses) {
        refusing = refuses;
        if (refuses) {
            cut(_ -> true);
        }
    }

    /** Every piece that passes is held back so long. */
    public void delay(Duration by) {
        delay = by;
    }

    /**
     * Bytes of both sides are taken and go nowhere, new connections are taken and lead nowhere. Afterwards every connection
     * that lost something is cut: a stream with a hole in it is none.
     */
    public void swallow(boolean swallows) {
        swallowing = swallows;
        if (!swallows) {
            links.stream().filter(link -> link.hasHole || isOver(link)).forEach(Link::end);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException closedAnyway) {
            // the connections are ended all the same
        }
        cut(_ -> true);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (refusing) {
                    close(client);
                } else {
                    Thread.ofVirtual().start(() -> join(client));
                }
            } catch (IOException closed) {
                // looked at above
            }
        }
    }

    private void join(Socket client) {
        var target = swallowing ? null : connected();
        if (target == null && !swallowing) {
            close(client);
            return;
        }
        var link = new Link(client, target);
        links.add(link);
        link.run();
    }

    private @Nullable Socket connected() {
        var candidates = List.copyOf(targets);
        for (int tried = 0; tried < candidates.size(); tried++) {
            var target = candidates.get(Math.floorMod(next.getAndIncrement(), candidates.size()));
            var socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(target, CONNECT_MILLIS);
                return socket;
            } catch (IOException notThere) {
                close(socket);
            }
        }
        return null;
    }

    private static boolean isOver(Link link) {
        return link.target == null || link.target.isClosed() || link.client.isClosed();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAnyway) {
            return;
        }
    }
}
