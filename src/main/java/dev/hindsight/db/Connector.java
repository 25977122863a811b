package dev.hindsight.db;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.impl.NetClientImpl;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.spi.ConnectionFactory;
import io.vertx.sqlclient.spi.Driver;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Makes connections as the driver does, and closes those that come to nothing. The driver goes on
 * without TLS on a second connection where a server refuses it, and leaves the first one open. The
 * server keeps a process for that one, which waits a minute for what is never said; a server that is
 * told to stop waits for the process, and answers nobody meanwhile, although it takes connections.
 * For its answer the driver waits without end.
 */
final class Connector extends PgConnectionFactory {

    private static final Logger LOG = Logger.getLogger(Connector.class);

    /** For so long a server that has taken a connection may say nothing. */
    private static final int SILENCE_S = 5;

    private final NetClient client;

    Connector(VertxInternal vertx, PgConnectOptions options) {
        super(vertx, () -> Future.succeededFuture(options));
        this.client = WatchedClient.of(vertx, options, clientCloseFuture);
    }

    /** The driver, but for how it makes connections to the one server that is meant. */
    static Driver driver(PgConnectOptions options) {
        return new PgDriver() {
            @Override
            public ConnectionFactory createConnectionFactory(
                    Vertx vertx, Supplier<? extends Future<? extends SqlConnectOptions>> server) {
                return new Connector((VertxInternal) vertx, options);
            }
        };
    }

    @Override
    protected NetClient netClient(NetClientOptions options) {
        return client;
    }

    @Override
    protected Future<Connection> doConnectInternal(
            SqlConnectOptions options, ContextInternal context) {
        return super.doConnectInternal(options, context).map(Connector::made);
    }

    /** From now on it may be silent: nobody asks it anything. */
    private static Connection made(Connection connection) {
        ChannelPipeline pipeline =
                ((SocketConnectionBase) connection).socket().channelHandlerContext().pipeline();
        pipeline.remove(Watch.class);
        return connection;
    }

    /** Watches connections from the moment on at which they are open. */
    private static final class WatchedClient extends NetClientImpl {

        private WatchedClient(
                VertxInternal vertx, NetClientOptions options, CloseFuture closeFuture) {
            super(vertx, null, options, closeFuture);
        }

        /** As the driver makes its own. */
        static NetClient of(VertxInternal vertx, NetClientOptions given, CloseFuture closeFuture) {
            NetClientOptions options = new NetClientOptions(given).setReconnectAttempts(0);
            if (options.getHostnameVerificationAlgorithm() == null) {
                options.setHostnameVerificationAlgorithm("");
            }
            WatchedClient client = new WatchedClient(vertx, options, closeFuture);
            closeFuture.add(client);
            return client;
        }

        @Override
        protected void initChannel(ChannelPipeline pipeline) {
            super.initChannel(pipeline);
            pipeline.addFirst(new Watch());
        }
    }

    /**
     * Closes a connection on which nothing can come any more. In front of all others, since the
     * driver's own handler does not close: it waits for the server to do so.
     */
    private static final class Watch extends IdleStateHandler {

        /** All that a server without TLS answers to whoever asks for it. */
        private static final byte REFUSAL = 'N';

        private boolean isFirst = true;

        Watch() {
            super(SILENCE_S, 0, 0);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            boolean isRefusal = isFirst && message instanceof ByteBuf bytes && isRefusal(bytes);
            isFirst = false;
            super.channelRead(context, message);
            if (isRefusal) {
                close(context);
            }
        }

        /** A notice begins with the same letter, but is longer. */
        private static boolean isRefusal(ByteBuf bytes) {
            return bytes.readableBytes() == 1 && bytes.getByte(bytes.readerIndex()) == REFUSAL;
        }

        @Override
        protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
            close(context);
        }

        private static void close(ChannelHandlerContext context) {
            context.close().addListener(closed -> LOG.debug("A connection came to nothing"));
        }
    }
}
