package dev.shisa.server.platform.door;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.Constants;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes connections in: only so many from one network, and only as long as they come to the point. The container ends a connection on which
 * nothing comes for a while, but not one on which a byte comes now and then; here a handshake, the head of a request and a frame of HTTP/2
 * have a time by which they are whole.
 */
final class DoorEndpoint extends NioEndpoint {

    /** A handshake over a bad line takes seconds; the head of a request is one packet or two. */
    static final Duration HEAD_MAX = Duration.ofSeconds(15);

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
            if (isLate(connection, now)) {
                LOG.debug("a connection did not come to the point in time");
                connection.close();
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

    private boolean isLate(SocketWrapperBase<NioChannel> connection, long now) {
        NioChannel channel = connection.getSocket();
        Long since = begun.get(channel.getIOChannel());
        if (since != null) {
            if (!channel.isHandshakeComplete()) {
                return now - since > HEAD_MAX.toNanos();
            }
            begun.remove(channel.getIOChannel());
        }
        if (channel instanceof DoorChannel door && door.isLate(now, HEAD_MAX)) {
            return true;
        }
        return connection.getCurrentProcessor() instanceof AbstractProcessor processor
                && isInHead(processor)
                && now - processor.getRequest().getStartTimeNanos() > HEAD_MAX.toNanos();
    }

    /** The first byte has come and nothing works on the request yet: between two bytes of a head its stage is that of one that has ended. */
    private static boolean isInHead(AbstractProcessor processor) {
        int stage = processor.getRequest().getRequestProcessor().getStage();
        return processor.getRequest().getStartTimeNanos() > 0
                && (stage == Constants.STAGE_PARSE || stage == Constants.STAGE_ENDED)
                && !processor.isAsync();
    }
}
