package io.parley.gateway.routing.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.netty.Connection;

/**
 * Stands in one of two joined sockets: tells whether and when it takes frames, and when nothing has moved there for too
 * long.
 */
final class SocketWatch extends IdleStateHandler {

    private static final String NAME = "parley.watch";

    private final Runnable stuck;
    private volatile boolean isWritable = true;
    private volatile boolean takesMore = true;
    private volatile Runnable whenWritable = () -> {};

    private SocketWatch(Duration silence, Duration progress, Runnable stuck) {
        super(true, silence.toMillis(), progress.toMillis(), 0, TimeUnit.MILLISECONDS);
        this.stuck = stuck;
    }

    /** Of a socket whose reader may leave what waits for it where it is, but not for longer than this. */
    static SocketWatch ofReader(Duration atMost, Runnable stuck) {
        // The first look remembers what waits, the second finds it where it was.
        return new SocketWatch(Duration.ZERO, atMost.dividedBy(2), stuck);
    }

    /** Of a socket whose other side pings, and so is never silent for as long as this. */
    static SocketWatch ofSender(Duration atMost, Runnable silent) {
        return new SocketWatch(atMost, Duration.ZERO, silent);
    }

    void install(Connection connection) {
        connection.addHandlerLast(NAME, this);
    }

    boolean isWritable() {
        return isWritable && takesMore;
    }

    /** Its end has been decided: what would come now is left where it is. */
    void takeNoMore() {
        takesMore = false;
    }

    /** Runs on the socket's own thread each time that it takes frames again. */
    void whenWritable(Runnable next) {
        whenWritable = next;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        isWritable = context.channel().isWritable();
        if (isWritable) {
            whenWritable.run();
        }
        super.channelWritabilityChanged(context);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        if (event.state() == IdleState.READER_IDLE || (!event.isFirst() && isSomethingWaiting(context))) {
            stuck.run();
        }
    }

    private static boolean isSomethingWaiting(ChannelHandlerContext context) {
        var waiting = context.channel().unsafe().outboundBuffer();
        return waiting != null && waiting.totalPendingWriteBytes() > 0;
    }
}
