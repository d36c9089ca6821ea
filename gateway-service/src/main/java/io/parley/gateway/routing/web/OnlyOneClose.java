package io.parley.gateway.routing.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.Connection;

/**
 * Stands in a socket whose close frame is out. Reactor Netty does not know of it and would answer the client's close, or
 * the end of the exchange, with a second one.
 */
final class OnlyOneClose extends ChannelOutboundHandlerAdapter {

    private static final String NAME = "parley.onlyOneClose";

    static void install(Connection connection) {
        connection.addHandlerLast(NAME, new OnlyOneClose());
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof CloseWebSocketFrame) {
            ReferenceCountUtil.release(message);
            promise.setSuccess();
        } else {
            super.write(context, message, promise);
        }
    }
}
