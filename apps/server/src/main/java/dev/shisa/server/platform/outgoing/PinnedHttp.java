package dev.shisa.server.platform.outgoing;

import dev.shisa.server.platform.jobs.Background;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.Timeout;

/**
 * One request over HTTP/1.1 to exactly the address that was looked at. The client of the JDK looks a name up when it connects: who answers
 * for the name could show an address outside when it is checked and one inside a moment later. Here a name is looked up once, all its
 * addresses have to be outside ({@link OwnNetwork}) unless somebody said that it may lie within, and the connection goes to one of these.
 * TLS checks the certificate against the name, as always. What the bytes mean is known by Apache HttpComponents, whose client asks us for
 * the addresses.
 *
 * <p>It follows no redirect: who does asks again, so that the next address is looked at like the first. Behind a proxy only the proxy looks
 * names up. Each request has a connection of its own.
 */
public final class PinnedHttp {

    private static final int LINE_BYTES_MAX = 64 * 1024;
    private static final int HEADERS_MAX = 200;
    private static final Pattern FIELD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e\\t]*");

    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(LINE_BYTES_MAX)
            .setMaxHeaderCount(HEADERS_MAX)
            .build();

    /** Ends connections whose time is up, also of somebody who sends a byte now and then. */
    private static final Background.Timer TIMER = Background.timer("outgoing-timer");

    private PinnedHttp() {}

    /** How names become addresses. */
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** By which way an address is asked. */
    public sealed interface Route {

        /**
         * Straight to it.
         *
         * @param inside whether it may lie within the own network
         */
        record Direct(boolean inside, Resolver names) implements Route {
            public Direct(boolean inside) {
                this(inside, InetAddress::getAllByName);
            }
        }

        /** By a proxy, which may lie anywhere, since somebody here chose it. */
        record By(String host, int port) implements Route {}
    }

    /**
     * What is asked.
     *
     * @param headers beside those of the connection
     * @param body empty where there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // it goes out as it is
    public record Request(String method, URI uri, Map<String, String> headers, byte[] body) {

        /** Asks for what lies there. */
        public static Request get(URI uri, Map<String, String> headers) {
            return new Request("GET", uri, headers, new byte[0]);
        }

        public Request {
            headers = Map.copyOf(headers);
            headers.forEach((name, value) -> {
                if (!FIELD.matcher(name).matches() || !PLAIN.matcher(value).matches()) {
                    throw new IllegalArgumentException("no header: " + name);
                }
            });
        }
    }

    /**
     * How long one waits.
     *
     * @param connect for a connection to one address
     * @param answer for the head of the answer, from the beginning
     */
    public record Patience(Duration connect, Duration answer) {}

    /** A name that leads inside, where it may not. */
    public static final class InsideException extends UnknownHostException {
        private static final long serialVersionUID = 1;

        InsideException(String host) {
            super(host + " lies within the own network");
        }
    }

    /** An answer with more bytes than are taken. */
    public static final class LargeException extends IOException {
        private static final long serialVersionUID = 1;

        LargeException(long most) {
            super("the answer has more than " + most + " bytes");
        }
    }

    /** What answers does not speak HTTP/1.1. */
    public static final class NoHttpException extends IOException {
        private static final long serialVersionUID = 1;

        NoHttpException(IOException why) {
            super("what answers does not speak HTTP/1.1", why);
        }
    }

    /** An answer whose body has not been read yet. Closing it ends the connection, also while somebody else reads. */
    public static final class Answer implements AutoCloseable {
        private final Exchange exchange;
        private final int status;
        private final Map<String, String> headers;
        private final InputStream body;

        private Answer(Exchange exchange, ClassicHttpResponse answer) throws IOException {
            this.exchange = exchange;
            this.status = answer.getCode();
            this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (Header one : answer.getHeaders()) {
                headers.putIfAbsent(
                        one.getName().toLowerCase(Locale.ROOT), one.getValue().strip());
            }
            this.body = answer.getEntity() == null
                    ? InputStream.nullInputStream()
                    : new Body(answer.getEntity().getContent());
        }

        public int status() {
            return status;
        }

        /** By name, in lower case; of several of one name the first. */
        public Map<String, String> headers() {
            return Map.copyOf(headers);
        }

        /** The first header of this name. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /**
         * The body, whole.
         *
         * @param most bytes
         * @param deadline by {@link System#nanoTime}
         * @throws LargeException if it has more bytes
         * @throws SocketTimeoutException if it takes longer
         */
        public byte[] bytes(int most, long deadline) throws IOException, InterruptedException {
            byte[] bytes = exchange.until(deadline, () -> body.readNBytes(most + 1));
            if (bytes.length > most) {
                throw new LargeException(most);
            }
            return bytes;
        }

        /** Ends where the body ends; a body that breaks off is an {@link EOFException}. */
        public InputStream body() {
            return body;
        }

        @Override
        public void close() {
            exchange.end();
        }
    }

    /**
     * Asks and waits for the head of the answer.
     *
     * @throws InsideException if the host has an address within, where it may not
     * @throws UnknownHostException if nobody knows it
     * @throws ConnectException if nobody is there
     * @throws SocketTimeoutException if it takes too long
     * @throws javax.net.ssl.SSLException if it has no certificate for its name that this computer trusts
     * @throws NoHttpException if what comes is no answer
     */
    public static Answer ask(Request request, Route route, Patience patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.answer().toNanos();
        URI uri = URI.create(request.uri().toASCIIString());
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), uri);
        message.setAuthority(new URIAuthority(host, uri.getPort()));
        message.setHeader("Accept-Encoding", "identity");
        request.headers().forEach(message::setHeader);
        message.setHeader("Connection", "close");
        if (!request.method().equals("GET")) {
            message.setEntity(new ByteArrayEntity(request.body(), null));
        }
        Exchange exchange = new Exchange(client(route, patience), message);
        boolean answered = false;
        try {
            HttpHost to = new HttpHost(uri.getScheme().toLowerCase(Locale.ROOT), host, uri.getPort());
            Answer answer = exchange.until(
                    deadline, () -> new Answer(exchange, exchange.client().executeOpen(to, message, null)));
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                exchange.end();
            }
        }
    }

    /** A client for one request, which does nothing that was not asked for: no redirect, no second try, no cookie. */
    private static CloseableHttpClient client(Route route, Patience patience) throws IOException {
        var connections = new BasicHttpClientConnectionManager(
                new DefaultHttpClientConnectionOperator(
                        // Of a channel: who gives up waiting interrupts, and only a channel is closed by that.
                        socks -> SocketChannel.open().socket(),
                        null,
                        new Names(route),
                        RegistryBuilder.<TlsSocketStrategy>create()
                                .register("https", tls())
                                .build()),
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(LIMITS)
                        .responseParserFactory(new DefaultHttpResponseParserFactory(LIMITS))
                        .build());
        connections.setConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(patience.connect()))
                .build());
        HttpClientBuilder client = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setUserAgent("Shisa")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setDefaultRequestConfig(
                        RequestConfig.custom().setProtocolUpgradeEnabled(false).build());
        if (route instanceof Route.By by) {
            client.setProxy(new HttpHost(by.host(), by.port()));
        }
        return client.build();
    }

    private static TlsSocketStrategy tls() throws IOException {
        try {
            return new DefaultClientTlsStrategy(SSLContext.getDefault(), HostnameVerificationPolicy.BUILTIN, null);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("no TLS on this computer", e);
        }
    }

    /** Looks a name up for the connection, and says no to what lies within. */
    private record Names(Route route) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            if (!(route instanceof Route.Direct direct)) {
                return InetAddress.getAllByName(host);
            }
            InetAddress[] addresses = direct.names().resolve(host);
            if (addresses.length == 0) {
                throw new UnknownHostException(host);
            }
            if (!direct.inside() && Arrays.stream(addresses).anyMatch(OwnNetwork::isWithin)) {
                throw new InsideException(host);
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** A request on its way. */
    private record Exchange(CloseableHttpClient client, HttpUriRequestBase message) {

        @FunctionalInterface
        private interface Step<T> {
            T take() throws IOException;
        }

        /**
         * Does a part of it, and ends all when it takes too long.
         *
         * @param deadline by {@link System#nanoTime}
         */
        <T> T until(long deadline, Step<T> step) throws IOException, InterruptedException {
            AtomicBoolean late = new AtomicBoolean();
            Future<?> end = TIMER.after(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())), () -> {
                late.set(true);
                end();
            });
            try {
                return step.take();
            } catch (IOException e) {
                if (late.get()) {
                    throw (SocketTimeoutException) new SocketTimeoutException("the answer takes too long").initCause(e);
                }
                if (Thread.interrupted()) {
                    throw (InterruptedException) new InterruptedException("the request was given up").initCause(e);
                }
                throw meant(e);
            } finally {
                end.cancel(false);
            }
        }

        void end() {
            message.cancel();
            client.close(CloseMode.IMMEDIATE);
        }
    }

    /** What an exception of the client means. */
    private static IOException meant(IOException e) {
        return switch (e) {
            case ConnectionClosedException _, TruncatedChunkException _ ->
                (EOFException) new EOFException("the answer ends too early").initCause(e);
            case ClientProtocolException _,
                    NoHttpResponseException _,
                    MessageConstraintException _,
                    MalformedChunkCodingException _ -> new NoHttpException(e);
            default -> e;
        };
    }

    /** A body whose failures are told in our words. */
    private static final class Body extends FilterInputStream {

        Body(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                throw meant(e);
            }
        }

        @Override
        public int read(byte[] to, int from, int count) throws IOException {
            try {
                return super.read(to, from, count);
            } catch (IOException e) {
                throw meant(e);
            }
        }
    }
}
