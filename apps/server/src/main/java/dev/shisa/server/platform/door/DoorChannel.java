package dev.shisa.server.platform.door;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose heads are looked at as they come out of TLS; see {@link HeadLines}. Handshakes, the most work that anybody can ask for
 * without a word, are made a few at a time: hundreds at once would keep the processors from everybody else for seconds.
 */
final class DoorChannel extends SecureNioChannel {

    /** The connection that this thread last read from: each request is answered by the thread that read the end of its head. */
    private static final ThreadLocal<@Nullable DoorChannel> READING = new ThreadLocal<>();

    /** In the order in which they came; none waits for the network with it. */
    static final Semaphore HANDSHAKES = new Semaphore(Turns.AT_ONCE, true);

    private HeadLines heads = new HeadLines();

    DoorChannel(SocketBufferHandler buffers, NioEndpoint endpoint) {
        super(buffers, endpoint);
    }

    /** The request that this thread answers has ended. */
    static void requestEnded() {
        DoorChannel channel = READING.get();
        if (channel != null) {
            channel.heads.next();
        }
    }

    @Override
    public void reset(SocketChannel socket, NioEndpoint.NioSocketWrapper wrapper) throws IOException {
        heads = new HeadLines();
        super.reset(socket, wrapper);
    }

    @Override
    public int handshake(boolean read, boolean write) throws IOException {
        HANDSHAKES.acquireUninterruptibly();
        try {
            return super.handshake(read, write);
        } finally {
            HANDSHAKES.release();
        }
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        READING.set(this);
        int from = to.position();
        int read = super.read(to);
        if (read > 0) {
            heads.look(to, from, from + read);
        }
        return read;
    }
}
