package io.parley.gateway.routing.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.Connection;

/**
 * Stands in a client's socket and lets one close frame out, whoever writes it: the gateway, or Reactor Netty, which
 * answers the client's own close, and the end of the exchange, without knowing what was said before. Browsers take a
 * second one for a failure of the protocol.
 */
final class OnlyOneClose extends ChannelOutboundHandlerAdapter {

    private static final String NAME = "parley.onlyOneClose";

    private boolean closed;

    static void install(Connection connection) {
        connection.addHandlerLast(NAME, new OnlyOneClose());
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        boolean isClose = message instanceof CloseWebSocketFrame;
        if (isClose && closed) {
            ReferenceCountUtil.release(message);
            promise.setSuccess();
        } else {
            closed |= isClose;
            super.write(context, message, promise);
        }
    }
}
