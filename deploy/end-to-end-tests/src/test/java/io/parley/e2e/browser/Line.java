package io.parley.e2e.browser;

import io.parley.e2e.ledger.suite.TcpProxy;
import java.net.InetSocketAddress;
import java.net.URI;

/** The network between a browser and a suite, to be cut: what a browser calls offline leaves its open sockets alone. */
public final class Line implements AutoCloseable {
    private final TcpProxy proxy;

    private Line(TcpProxy proxy) {
        this.proxy = proxy;
    }

    /** @param url of a suite's gateway */
    public static Line to(String url) {
        var gateway = URI.create(url);
        return new Line(TcpProxy.to(new InetSocketAddress("127.0.0.1", gateway.getPort())));
    }

    /** The suite, by way of this line. */
    public String url() {
        return "http://127.0.0.1:" + proxy.port();
    }

    /** Ends every connection and takes none until {@link #mend()}. */
    public void cut() {
        proxy.refuse(true);
    }

    public void mend() {
        proxy.refuse(false);
    }

    /** As in a tunnel: connections stay, and nothing passes until {@link #resume()}. */
    public void stall() {
        proxy.swallow(true);
    }

    public void resume() {
        proxy.swallow(false);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
