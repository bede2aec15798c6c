package dev.shisa.server.evidence;

import dev.shisa.server.platform.outgoing.OwnNetwork;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a page of the web for somebody who only gave us its address.
 *
 * <p>The danger is that the address leads inside: to our own database, to a router, to the metadata service of a cloud. So
 * every name is resolved here, every address of it must be outside ({@link OwnNetwork}), and the connection goes to
 * exactly the address that was checked; a second look-up could give another one. That is why this speaks HTTP/1.1 itself
 * over a socket of its own instead of using the client of the JDK, which resolves names when it connects. Each redirect
 * is checked like the first address. TLS verifies the certificate against the name, as always.
 */
final class WebFetch {

    static final int BODY_BYTES_MAX = 20 * 1024 * 1024;
    static final Duration TIME_MAX = Duration.ofSeconds(20);
    static final int REDIRECTS_MAX = 5;

    private static final int HEAD_BYTES_MAX = 64 * 1024;
    private static final int URL_CHARS_MAX = 2_000;
    private static final int HEADER_CHARS_MAX = 300;
    private static final int CONNECT_MS = 8_000;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** Ends connections whose time is up, also one that drips a byte now and then. */
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon(true).name("web-fetch-timer").factory());

    /** What came of it. */
    sealed interface Outcome {
        /**
         * A page.
         *
         * @param headers in lower case
         */
        @SuppressWarnings("ArrayRecordComponent") // 20 MB are not copied for the sake of a record
        record Fetched(URI url, int status, Map<String, String> headers, byte[] body) implements Outcome {}

        /** The page is what it was when the caller saw it last; only to a caller who says when that was. */
        record Same(URI url) implements Outcome {}

        /** The server answered that there is no such page, or refuses to show it. */
        record Dead(URI url, int status) implements Outcome {}

        /** The address is none that we go to. */
        record Refused(Reason reason, String what) implements Outcome {}

        /** The server could not be reached or did not answer properly. */
        record Failed(Reason reason, String what) implements Outcome {}
    }

    /** Why there is no page; the end of a message key. */
    enum Reason {
        NOT_AN_ADDRESS,
        INSIDE,
        PORT,
        UNKNOWN_HOST,
        UNREACHABLE,
        CERTIFICATE,
        TOO_LONG,
        TOO_LARGE,
        REDIRECTS,
        NOT_HTTP;

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How names become addresses. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Outcome outcome;

        Stop(Outcome outcome) {
            super(outcome.toString(), null, false, false);
            this.outcome = outcome;
        }
    }

    private final Set<String> allowed;
    private final Resolver resolver;
    private final Duration time;

    /** @param allowed {@code host} or {@code host:port} that may be reached although they lie inside */
    WebFetch(Set<String> allowed, Resolver resolver, Duration time) {
        this.allowed = Set.copyOf(allowed);
        this.resolver = resolver;
        this.time = time;
    }

    WebFetch(Set<String> allowed) {
        this(allowed, InetAddress::getAllByName, TIME_MAX);
    }

    Outcome fetch(String address) {
        return fetch(address, Known.NOTHING);
    }

    /** What the caller knows of a page already (RFC 9110, section 13.1): its entity tag and when it was changed last. */
    record Known(String etag, String lastModified) {

        static final Known NOTHING = new Known("", "");

        Known {
            etag = plain(etag);
            lastModified = plain(lastModified);
        }

        /** What a server sent is sent back to it as it was, or not at all. */
        private static String plain(String text) {
            return text.length() <= HEADER_CHARS_MAX && text.chars().allMatch(c -> c >= ' ' && c < 0x7f) ? text : "";
        }

        private String lines() {
            return (etag.isEmpty() ? "" : "If-None-Match: " + etag + "\r\n")
                    + (lastModified.isEmpty() ? "" : "If-Modified-Since: " + lastModified + "\r\n");
        }
    }

    /** Fetches a page unless it is still what the caller knows. */
    Outcome fetch(String address, Known known) {
        long deadline = System.nanoTime() + time.toNanos();
        try {
            URI url = parse(address.strip());
            for (int hop = 0; hop <= REDIRECTS_MAX; hop++) {
                Answer answer = get(url, known, deadline);
                String location = answer.headers().get("location");
                if (REDIRECTS.contains(answer.status()) && location != null) {
                    url = parse(
                            url.resolve(new URI(location.replace(" ", "%20"))).toString());
                } else if (answer.status() == 304 && !known.equals(Known.NOTHING)) {
                    return new Outcome.Same(url);
                } else if (answer.status() >= 200 && answer.status() < 300) {
                    return new Outcome.Fetched(url, answer.status(), answer.headers(), answer.body());
                } else {
                    return new Outcome.Dead(url, answer.status());
                }
            }
            return new Outcome.Failed(Reason.REDIRECTS, url.getHost());
        } catch (Stop stop) {
            return stop.outcome;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return new Outcome.Failed(Reason.NOT_HTTP, address);
        }
    }

    /** An address of a page, without what no page needs. */
    private static URI parse(String text) throws Stop {
        Outcome refusal = new Outcome.Refused(Reason.NOT_AN_ADDRESS, text);
        if (text.length() > URL_CHARS_MAX) {
            throw new Stop(refusal);
        }
        try {
            URI url = new URI(ascii(text));
            String scheme = url.getScheme();
            if (scheme == null
                    || url.getHost() == null
                    || url.getRawUserInfo() != null
                    || !Set.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))) {
                throw new Stop(refusal);
            }
            String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
            String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
            String port = url.getPort() < 0 ? "" : ":" + url.getPort();
            return new URI(scheme.toLowerCase(Locale.ROOT) + "://"
                    + url.getHost().toLowerCase(Locale.ROOT) + port + path + query);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new Stop(refusal);
        }
    }

    /** Names in Japanese as the network writes them; other letters of the path percent-encoded. */
    private static String ascii(String text) {
        int start = text.indexOf("://");
        if (start < 0) {
            return text;
        }
        int end = start + 3;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String authority = text.substring(start + 3, end);
        int colon = authority.lastIndexOf(':');
        boolean named = !authority.startsWith("[") && !authority.contains("@");
        String host = named && colon >= 0 ? authority.substring(0, colon) : authority;
        String port = named && colon >= 0 ? authority.substring(colon) : "";
        String plain = named ? IDN.toASCII(host) + port : authority;
        StringBuilder rest = new StringBuilder();
        for (byte b : text.substring(end).getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            if (c <= ' ' || c >= 0x7f || "\"<>\\^`{|}".indexOf(c) >= 0) {
                rest.append('%').append(String.format(Locale.ROOT, "%02X", c));
            } else {
                rest.append((char) c);
            }
        }
        return text.substring(0, start + 3) + plain + rest;
    }

    private Answer get(URI url, Known known, long deadline) throws Stop {
        boolean tls = url.getScheme().equals("https");
        String host = url.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = url.getPort() < 0 ? (tls ? 443 : 80) : url.getPort();
        List<InetAddress> addresses = checked(bare, port);
        Outcome unreachable = new Outcome.Failed(Reason.UNREACHABLE, host);
        for (InetAddress address : addresses) {
            try {
                return exchange(url, known, bare, new InetSocketAddress(address, port), tls, deadline);
            } catch (SSLException e) {
                unreachable = new Outcome.Failed(timeIsUp(deadline) ? Reason.TOO_LONG : Reason.CERTIFICATE, host);
            } catch (SocketTimeoutException e) {
                unreachable = new Outcome.Failed(Reason.TOO_LONG, host);
            } catch (IOException e) {
                unreachable = new Outcome.Failed(timeIsUp(deadline) ? Reason.TOO_LONG : Reason.UNREACHABLE, host);
            }
            if (timeIsUp(deadline)) {
                throw new Stop(new Outcome.Failed(Reason.TOO_LONG, host));
            }
        }
        throw new Stop(unreachable);
    }

    /** All addresses of a host, if each of them is outside or the host is allowed. */
    private List<InetAddress> checked(String host, int port) throws Stop {
        boolean excepted = allowed.contains(host) || allowed.contains(host + ":" + port);
        if (!excepted && port < 1024 && port != 80 && port != 443) {
            throw new Stop(new Outcome.Refused(Reason.PORT, host + ":" + port));
        }
        List<InetAddress> addresses;
        try {
            addresses = Arrays.asList(resolver.resolve(host));
        } catch (UnknownHostException e) {
            throw new Stop(new Outcome.Failed(Reason.UNKNOWN_HOST, host));
        }
        if (!excepted && addresses.stream().anyMatch(OwnNetwork::isWithin)) {
            throw new Stop(new Outcome.Refused(Reason.INSIDE, host));
        }
        return addresses;
    }

    private static boolean timeIsUp(long deadline) {
        return System.nanoTime() >= deadline;
    }

    private static int leftMs(long deadline) throws SocketTimeoutException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("time is up");
        }
        return (int) left;
    }

    @SuppressWarnings("try") // the timer closes a connection whose time is up, from outside
    private static Answer exchange(URI url, Known known, String host, InetSocketAddress to, boolean tls, long deadline)
            throws IOException, Stop {
        try (Socket plain = new Socket()) {
            ScheduledFuture<?> end = TIMER.schedule(
                    () -> {
                        try {
                            plain.close();
                        } catch (IOException e) {
                            // It is closed either way.
                        }
                    },
                    // Not a moment before the deadline: a connection closed early would look unreachable.
                    Math.max(1, deadline - System.nanoTime()),
                    TimeUnit.NANOSECONDS);
            try {
                plain.connect(to, Math.min(CONNECT_MS, leftMs(deadline)));
                plain.setSoTimeout(leftMs(deadline));
                Socket socket = tls ? secured(plain, host, to.getPort()) : plain;
                String path = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
                String authority = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: " + authority
                                        + "\r\nUser-Agent: Shisa page snapshot\r\nAccept: */*\r\n"
                                        + "Accept-Encoding: identity\r\n" + known.lines() + "Connection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                return read(new BufferedInputStream(socket.getInputStream()), url.getHost());
            } finally {
                end.cancel(false);
            }
        }
    }

    private static SSLSocket secured(Socket plain, String host, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Answer(int status, Map<String, String> headers, byte[] body) {}

    private static Answer read(InputStream in, String host) throws IOException, Stop {
        int[] left = {HEAD_BYTES_MAX};
        Outcome notHttp = new Outcome.Failed(Reason.NOT_HTTP, host);
        int status;
        Map<String, String> headers;
        do {
            String[] first = line(in, left, notHttp).split(" ", 3);
            if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[1-5]\\d\\d")) {
                throw new Stop(notHttp);
            }
            status = Integer.parseInt(first[1]);
            headers = new TreeMap<>();
            for (String line = line(in, left, notHttp); !line.isEmpty(); line = line(in, left, notHttp)) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.putIfAbsent(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip());
                }
            }
        } while (status < 200);
        boolean page = status < 300;
        return new Answer(status, headers, page ? body(in, headers, host) : new byte[0]);
    }

    private static byte[] body(InputStream in, Map<String, String> headers, String host) throws IOException, Stop {
        Outcome tooLarge = new Outcome.Failed(Reason.TOO_LARGE, host);
        Outcome notHttp = new Outcome.Failed(Reason.NOT_HTTP, host);
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int[] left = {BODY_BYTES_MAX};
            while (true) {
                String size = line(in, left, notHttp).split(";", 2)[0].strip();
                if (!size.matches("[0-9a-fA-F]{1,8}")) {
                    throw new Stop(notHttp);
                }
                long count = Long.parseLong(size, 16);
                if (count == 0) {
                    return out.toByteArray();
                }
                if (out.size() + count > BODY_BYTES_MAX) {
                    throw new Stop(tooLarge);
                }
                byte[] chunk = in.readNBytes((int) count);
                if (chunk.length < count) {
                    throw new EOFException("the page ends too early");
                }
                out.write(chunk);
                line(in, left, notHttp);
            }
        }
        String length = headers.get("content-length");
        if (length != null && !length.matches("\\d{1,15}")) {
            throw new Stop(notHttp);
        }
        long expected = length == null ? -1 : Long.parseLong(length);
        if (expected > BODY_BYTES_MAX) {
            throw new Stop(tooLarge);
        }
        byte[] body = in.readNBytes(expected < 0 ? BODY_BYTES_MAX + 1 : (int) expected);
        if (body.length > BODY_BYTES_MAX) {
            throw new Stop(tooLarge);
        }
        if (body.length < expected) {
            throw new EOFException("the page ends too early");
        }
        return body;
    }

    private static String line(InputStream in, int[] left, Outcome notHttp) throws IOException, Stop {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the answer ends too early");
            }
            if (--left[0] < 0) {
                throw new Stop(notHttp);
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** The entries of a setting: hosts separated by commas or blanks. */
    static Set<String> hosts(@Nullable String setting) {
        return Optional.ofNullable(setting).stream()
                .flatMap(s -> Arrays.stream(s.toLowerCase(Locale.ROOT).split("[,\\s]+")))
                .filter(s -> !s.isEmpty())
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }
}
