package dev.shisa.server.platform.door;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.TLSClientHelloExtractor;
import org.apache.tomcat.util.net.openssl.ciphers.Cipher;
import org.apache.tomcat.util.net.openssl.ciphers.Group;
import org.apache.tomcat.util.net.openssl.ciphers.SignatureScheme;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is looked at as it comes out of TLS: the heads of requests ({@link HeadLines}), or the frames of HTTP/2
 * ({@link Frames}). Handshakes take their turns ({@link Handshakes}).
 */
final class DoorChannel extends SecureNioChannel {

    /** How HTTP/2 is called in a handshake (RFC 9113, section 3.2). */
    private static final String HTTP2 = "h2";

    static {
        // What the container says to whoever speaks without TLS has our headers, too; there is no other place to change
        // it.
        String told = new String(TLSClientHelloExtractor.USE_TLS_RESPONSE, StandardCharsets.UTF_8);
        TLSClientHelloExtractor.USE_TLS_RESPONSE =
                told.replaceFirst("\r\n", "\r\n" + OwnHeaders.lines()).getBytes(StandardCharsets.UTF_8);
    }

    private final DoorEndpoint door;
    private volatile HeadLines heads = new HeadLines();
    private volatile @Nullable Frames frames;

    /** Since when a record of TLS has been on its way of which nothing could be read yet. */
    private volatile @Nullable Long recordSince;

    /** When something came that could be read, or somebody was at work on it. */
    private volatile long heardAt;

    DoorChannel(SocketBufferHandler buffers, DoorEndpoint door) {
        super(buffers, door);
        this.door = door;
    }

    @Override
    public void reset(SocketChannel socket, NioEndpoint.NioSocketWrapper wrapper) throws IOException {
        heads = new HeadLines();
        frames = null;
        recordSince = null;
        heardAt = System.nanoTime();
        super.reset(socket, wrapper);
    }

    @Override
    public int handshake(boolean read, boolean write) throws IOException {
        return door.takeTurn(sc, () -> {
            int waitsFor = super.handshake(read, write);
            if (waitsFor == 0 && frames == null && HTTP2.equals(getSslEngine().getApplicationProtocol())) {
                frames = new Frames();
            }
            return waitsFor;
        });
    }

    /** Who has as many connections of HTTP/2 as they may is offered the other one. */
    @Override
    protected void createSSLEngine(
            String host,
            List<Cipher> ciphers,
            List<String> spoken,
            List<String> protocols,
            List<Group> groups,
            List<SignatureScheme> signatures) {
        List<String> offered = spoken;
        if (spoken != null && spoken.contains(HTTP2) && !door.mayTakeFrames(sc)) {
            offered = spoken.stream().filter(one -> !one.equals(HTTP2)).toList();
        }
        super.createSSLEngine(host, ciphers, offered, protocols, groups, signatures);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int from = to.position();
        int read = super.read(to);
        look(to, from);
        heard(read);
        return read;
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) throws IOException {
        int[] from = new int[length];
        for (int i = 0; i < length; i++) {
            from[i] = to[offset + i].position();
        }
        long read = super.read(to, offset, length);
        for (int i = 0; i < length; i++) {
            look(to[offset + i], from[i]);
        }
        if (!getBufHandler().isReadBufferEmpty()) {
            // It was empty; what did not fit lies there.
            look(getBufHandler().getReadBuffer(), 0);
        }
        heard(read);
        return read;
    }

    private void heard(long read) {
        long now = System.nanoTime();
        if (read > 0) {
            heardAt = now;
        }
        if (read != 0 || netInBuffer.position() == 0) {
            recordSince = null;
        } else if (recordSince == null) {
            recordSince = now;
        }
    }

    private void look(ByteBuffer bytes, int from) {
        Frames of = frames;
        if (of == null) {
            heads.look(bytes, from, bytes.position(), System.nanoTime());
        } else {
            of.look(bytes, from, bytes.position(), System.nanoTime());
        }
    }

    /** Whether lines or a frame, or a record of TLS, have been on their way for too long. */
    boolean isLate(long now, Duration max, Duration recordMax) {
        Frames of = frames;
        Long record = recordSince;
        return (of == null ? heads.isLate(now, max) : of.isLate(now, max))
                || (record != null && now - record > recordMax.toNanos());
    }

    /** Somebody is at work on what came. */
    void worked(long now) {
        heardAt = now;
    }

    /** Whether nothing that can be read has come for so long; of HTTP/2 the container knows better what it waits for. */
    boolean isIdle(long now, Duration max) {
        return frames == null && now - heardAt > max.toNanos();
    }
}
