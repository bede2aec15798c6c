package dev.shisa.server.platform.door;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes connections in: only so many from one network, and only as long as they come to the point. The container ends a connection on which
 * nothing comes for a while, but not one on which a byte comes now and then; here a handshake, a record of TLS, the lines of HTTP/1.1, each
 * body ({@link HeadLines}) and a frame of HTTP/2 ({@link Frames}) have a time by which they are whole.
 */
final class DoorEndpoint extends NioEndpoint {

    /** A handshake over a bad line takes seconds; the head of a request is one packet or two. */
    static final Duration HEAD_MAX = Duration.ofSeconds(15);

    /** The container ends a connection on which nothing at all comes after 20 seconds. */
    private static final Duration IDLE_MAX = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(DoorEndpoint.class);

    private final Map<SocketChannel, Long> begun = new ConcurrentHashMap<>();
    private @Nullable Handshakes handshakes;
    private @Nullable Connections limit;
    private @Nullable Connections frames;
    private @Nullable ScheduledFuture<?> sweeper;

    void guard(Connections connections, Connections ofFrames, Handshakes turns) {
        limit = connections;
        frames = ofFrames;
        handshakes = turns;
    }

    /** Takes a step of a handshake when it is its turn. */
    int takeTurn(SocketChannel socket, Handshakes.Step step) throws IOException {
        return handshakes != null && socket.getRemoteAddress() instanceof InetSocketAddress from
                ? handshakes.take(from.getAddress(), step)
                : step.take();
    }

    /** Whether a connection may speak HTTP/2; what speaks it is counted. */
    boolean mayTakeFrames(SocketChannel socket) {
        try {
            return frames == null
                    || (socket.getRemoteAddress() instanceof InetSocketAddress from
                            && frames.enter(from.getAddress(), socket));
        } catch (IOException e) {
            // It has ended already.
            return false;
        }
    }

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        if (limit != null && !mayEnter(limit, socket)) {
            destroySocket(socket);
            return false;
        }
        begun.put(socket, System.nanoTime());
        return super.setSocketOptions(socket);
    }

    private static boolean mayEnter(Connections limit, SocketChannel socket) {
        try {
            if (!(socket.getRemoteAddress() instanceof InetSocketAddress from)
                    || limit.enter(from.getAddress(), socket)) {
                return true;
            }
            LOG.info(
                    "{} has as many connections open as one network may; no further one is taken",
                    from.getAddress().getHostAddress());
            return false;
        } catch (IOException e) {
            // It has ended already.
            return false;
        }
    }

    @Override
    protected NioChannel createChannel(SocketBufferHandler buffers) {
        return isSSLEnabled() ? new DoorChannel(buffers, this) : super.createChannel(buffers);
    }

    @Override
    public void startInternal() throws Exception {
        super.startInternal();
        sweeper = getUtilityExecutor().scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void stopInternal() {
        if (sweeper != null) {
            sweeper.cancel(false);
        }
        super.stopInternal();
    }

    private void sweep() {
        long now = System.nanoTime();
        for (SocketWrapperBase<NioChannel> connection : getConnections()) {
            boolean rests = connection.getLock().tryLock();
            try {
                look(connection, rests, now);
            } finally {
                if (rests) {
                    connection.getLock().unlock();
                }
            }
        }
        begun.keySet().removeIf(socket -> !socket.isOpen());
        if (limit != null) {
            limit.sweep();
        }
        if (frames != null) {
            frames.sweep();
        }
    }

    /**
     * Ends a connection that is late.
     *
     * @param rests nobody works on it as long as we look. A channel that was closed is used again for the next connection; under the hands
     *     of somebody who reads from it, only the socket is closed, and whoever reads ends it
     */
    private void look(SocketWrapperBase<NioChannel> connection, boolean rests, long now) {
        NioChannel channel = connection.getSocket();
        SocketChannel socket = channel.getIOChannel();
        if (socket == null) {
            // It has ended just now.
            return;
        }
        boolean late = isLate(channel, socket, now);
        if (channel instanceof DoorChannel door && !late) {
            if (rests && connection.getCurrentProcessor() == null) {
                late = door.isIdle(now, IDLE_MAX);
            } else {
                door.worked(now);
            }
        }
        if (!late) {
            return;
        }
        LOG.debug("a connection did not come to the point in time");
        if (rests) {
            connection.close();
        } else {
            close(socket);
        }
    }

    private static void close(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a socket could not be closed", e);
        }
    }

    private boolean isLate(NioChannel channel, SocketChannel socket, long now) {
        Long since = begun.get(socket);
        if (since != null) {
            if (!channel.isHandshakeComplete()) {
                return now - since > HEAD_MAX.toNanos();
            }
            begun.remove(socket);
        }
        return channel instanceof DoorChannel door && door.isLate(now, HEAD_MAX, IDLE_MAX);
    }
}
