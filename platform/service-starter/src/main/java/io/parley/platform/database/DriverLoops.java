package io.parley.platform.database;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;

/** The event loops of the database's driver; the client that uses them is closed before they are. */
final class DriverLoops {

    /** A driver's loops wait for the network only. */
    private static final int THREADS = 2;

    private static final int STOP_LIMIT_SECONDS = 1;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());

    EventLoopGroup group() {
        return group;
    }

    void close() {
        var _ = group.shutdownGracefully(0, STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
