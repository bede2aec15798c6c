package dev.shisa.probe.run;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * One connection to the device, with or without TLS. Bounded: whatever the device sends, at most {@link #BYTES_MAX}
 * bytes are kept and every wait has an end.
 */
public final class Wire implements Closeable {

    public static final int BYTES_MAX = 512 << 10;
    private static final int CONNECT_MS = 4000;

    /** A small processor may take seconds for its part of a handshake. */
    private static final int HANDSHAKE_MS = 8000;

    private static final int LAST_MS = 200;
    private static final int TRIES_MAX = 4;
    private static final long AGAIN_MS = 150;
    private static final int CHUNK = 16 << 10;

    /** Certificates are judged elsewhere; here every one is taken, since what is behind it is to be seen too. */
    private static final SSLContext TAKES_EVERY_CERTIFICATE = takesEveryCertificate();

    private final Bench bench;
    private final Endpoint endpoint;
    private final Socket socket;
    private final InputStream in;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final AtomicReference<Runnable> atEnd;
    private boolean ended;
    private long openingMs;

    private Wire(Bench bench, Endpoint endpoint, Socket socket, Runnable atEnd) throws IOException {
        this.bench = bench;
        this.endpoint = endpoint;
        this.socket = socket;
        this.atEnd = new AtomicReference<>(atEnd);
        this.in = socket.getInputStream();
    }

    /** Opens a connection as soon as the port has a place for it. */
    public static Wire open(Bench bench, Endpoint endpoint, boolean tls) throws IOException {
        Pace pace = bench.pace(endpoint);
        for (int tries = 1; ; tries++) {
            boolean placed = placed(pace);
            try {
                return opened(bench, endpoint, tls, placed ? pace::leave : () -> {});
            } catch (IOException e) {
                boolean again = pace.dropped() && tries < TRIES_MAX;
                if (placed) {
                    pace.leave();
                }
                if (!again) {
                    throw e;
                }
                bench.budget().pause(AGAIN_MS * tries);
            } catch (RuntimeException e) {
                if (placed) {
                    pace.leave();
                }
                throw e;
            }
        }
    }

    private static boolean placed(Pace pace) {
        try {
            return pace.enter();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped("stopped-person");
        }
    }

    private static Wire opened(Bench bench, Endpoint endpoint, boolean tls, Runnable atEnd) throws IOException {
        bench.budget().spend();
        long waitMs = bench.pace(endpoint).nextTurnMs(bench.budget().elapsedMs())
                - bench.budget().elapsedMs();
        if (waitMs > 0) {
            bench.budget().pause(waitMs);
        }
        Socket plain = new Socket();
        long started = System.nanoTime();
        try {
            plain.setTcpNoDelay(true);
            connect(bench, plain, endpoint);
            plain.setSoTimeout(tls ? HANDSHAKE_MS : CONNECT_MS);
            Wire wire = new Wire(bench, endpoint, tls ? secured(plain, endpoint) : plain, atEnd);
            wire.openingMs = (System.nanoTime() - started) / 1_000_000L;
            return wire;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static void connect(Bench bench, Socket plain, Endpoint endpoint) throws IOException {
        try {
            plain.connect(endpoint.socket(), (int)
                    Math.min(CONNECT_MS, Math.max(LAST_MS, bench.budget().remainingMs())));
            bench.pulse().opened(endpoint);
        } catch (IOException e) {
            bench.pulse().lost(endpoint);
            throw e;
        }
    }

    private static Socket secured(Socket plain, Endpoint endpoint) throws IOException {
        SSLSocket secure = (SSLSocket)
                TAKES_EVERY_CERTIFICATE.getSocketFactory().createSocket(plain, endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setServerNames(List.<SNIServerName>of());
        parameters.setProtocols(secure.getSupportedProtocols());
        parameters.setCipherSuites(secure.getSupportedCipherSuites());
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /** The certificates that the server showed, leaf first; none without TLS. */
    public List<X509Certificate> certificates() {
        if (!(socket instanceof SSLSocket secure)) {
            return List.of();
        }
        try {
            return Arrays.stream(secure.getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    public void send(byte[] bytes) throws IOException {
        bench.pulse().sent(endpoint, bytes);
        sent.write(bytes, 0, Math.min(bytes.length, CHUNK));
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads until what has come since the last call satisfies the condition, nothing comes for {@code quietMs}, the
     * peer ends, or {@code totalMs} are over. What was read is returned, also if it is not enough.
     */
    public byte[] readUntil(Predicate<byte[]> enough, int quietMs, int totalMs) throws IOException {
        ByteArrayOutputStream fresh = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        // The run ends in time whatever the device is waited for.
        long endNanos = System.nanoTime()
                + Math.min(totalMs, Math.max(LAST_MS, bench.budget().remainingMs())) * 1_000_000L;
        while (fresh.size() < BYTES_MAX) {
            long leftMs = (endNanos - System.nanoTime()) / 1_000_000L;
            if (leftMs <= 0) {
                break;
            }
            socket.setSoTimeout((int) Math.max(1, Math.min(quietMs, leftMs)));
            int n;
            try {
                n = in.read(chunk);
            } catch (SocketTimeoutException e) {
                break;
            }
            if (n < 0) {
                ended = true;
                break;
            }
            fresh.write(chunk, 0, n);
            if (received.size() < CHUNK) {
                received.write(chunk, 0, Math.min(n, CHUNK));
            }
            if (enough.test(fresh.toByteArray())) {
                break;
            }
        }
        return fresh.toByteArray();
    }

    /** How long it took until something could be sent, the handshake of TLS included. */
    public long openingMs() {
        return openingMs;
    }

    /** Whether the peer has ended the connection. */
    public boolean ended() {
        return ended;
    }

    public byte[] sent() {
        return sent.toByteArray();
    }

    public byte[] received() {
        return received.toByteArray();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed either way.
        } finally {
            atEnd.getAndSet(() -> {}).run();
        }
    }

    private static SSLContext takesEveryCertificate() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TakesEvery()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static final class TakesEvery extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
