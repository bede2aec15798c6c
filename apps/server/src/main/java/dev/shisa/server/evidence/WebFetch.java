package dev.shisa.server.evidence;

import dev.shisa.server.platform.outgoing.PinnedHttp;
import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a page of the web for somebody who only gave us its address.
 *
 * <p>The danger is that the address leads inside: to our own database, to a router, to the metadata service of a cloud. So every address of
 * its name must be outside, the connection goes to exactly what was checked ({@link PinnedHttp}), and each redirect is checked like the
 * first address.
 */
final class WebFetch {

    static final int BODY_BYTES_MAX = 20 * 1024 * 1024;
    static final Duration TIME_MAX = Duration.ofSeconds(20);
    static final int REDIRECTS_MAX = 5;

    private static final int URL_CHARS_MAX = 2_000;
    private static final int HEADER_CHARS_MAX = 300;
    private static final Duration CONNECT = Duration.ofSeconds(8);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

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

    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Outcome outcome;

        Stop(Outcome outcome) {
            super(outcome.toString(), null, false, false);
            this.outcome = outcome;
        }
    }

    private final Set<String> allowed;
    private final PinnedHttp.Resolver resolver;
    private final Duration time;

    /** @param allowed {@code host} or {@code host:port} that may be reached although they lie inside */
    WebFetch(Set<String> allowed, PinnedHttp.Resolver resolver, Duration time) {
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

        private Map<String, String> headers() {
            Map<String, String> headers = new TreeMap<>(Map.of("User-Agent", "Shisa page snapshot", "Accept", "*/*"));
            if (!etag.isEmpty()) {
                headers.put("If-None-Match", etag);
            }
            if (!lastModified.isEmpty()) {
                headers.put("If-Modified-Since", lastModified);
            }
            return headers;
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
        String host = url.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
        boolean excepted = allowed.contains(bare) || allowed.contains(bare + ":" + port);
        if (!excepted && port < 1024 && port != 80 && port != 443) {
            throw new Stop(new Outcome.Refused(Reason.PORT, bare + ":" + port));
        }
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (!left.isPositive()) {
            throw new Stop(new Outcome.Failed(Reason.TOO_LONG, host));
        }
        PinnedHttp.Request request = PinnedHttp.Request.get(url, known.headers());
        PinnedHttp.Route route = new PinnedHttp.Route.Direct(excepted, resolver);
        try (PinnedHttp.Answer answer = PinnedHttp.ask(request, route, new PinnedHttp.Patience(CONNECT, left))) {
            boolean page = answer.status() / 100 == 2;
            return new Answer(
                    answer.status(), answer.headers(), page ? answer.bytes(BODY_BYTES_MAX, deadline) : new byte[0]);
        } catch (IOException e) {
            throw new Stop(
                    e instanceof PinnedHttp.InsideException
                            ? new Outcome.Refused(Reason.INSIDE, host)
                            : new Outcome.Failed(why(e), host));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stop(new Outcome.Failed(Reason.UNREACHABLE, host));
        }
    }

    private static Reason why(IOException e) {
        return switch (e) {
            case UnknownHostException _ -> Reason.UNKNOWN_HOST;
            case SocketTimeoutException _ -> Reason.TOO_LONG;
            case SSLException _ -> Reason.CERTIFICATE;
            case PinnedHttp.LargeException _ -> Reason.TOO_LARGE;
            case PinnedHttp.NoHttpException _ -> Reason.NOT_HTTP;
            default -> Reason.UNREACHABLE;
        };
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Answer(int status, Map<String, String> headers, byte[] body) {}

    /** The entries of a setting: hosts separated by commas or blanks. */
    static Set<String> hosts(@Nullable String setting) {
        return Optional.ofNullable(setting).stream()
                .flatMap(s -> Arrays.stream(s.toLowerCase(Locale.ROOT).split("[,\\s]+")))
                .filter(s -> !s.isEmpty())
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }
}
