package dev.shisa.server.platform.outgoing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One request to an address that an owner entered.
 *
 * <p>What may happen is kept small: TLS with a certificate that this computer trusts, so that nobody else can answer
 * under the name, or plain HTTP within this computer; the address that was looked at and no other ({@link PinnedHttp}); no redirects,
 * which could lead inside; a bounded time; and nothing of the answer is shown but its status.
 */
public final class OutsideHttp {

    /** To connect; a receiver that needs longer is not there. */
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** From the beginning to the end of the answer. */
    private static final Duration WHOLE = Duration.ofSeconds(30);

    /** A cosignature of the largest known kind has 3.5 kB. */
    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private static final int URL_LENGTH_MAX = 2_000;
    private static final Set<String> THIS_COMPUTER = Set.of("localhost", "127.0.0.1", "[::1]");

    private OutsideHttp() {}

    /** Of a request whose answer somebody waits for on a page. */
    public static final Bounds FOR_A_PAGE = new Bounds(Duration.ofSeconds(10), 256 * 1024);

    private static final Bounds USUAL = new Bounds(WHOLE, ANSWER_BYTES_MAX);

    /**
     * The answer to a request.
     *
     * @param headers by name, in lower case
     */
    public record Answer(int status, String contentType, String body, Map<String, String> headers) {

        public Answer {
            headers = Map.copyOf(headers);
        }

        /** The header by that name: what the clock of whoever answers says; empty if it says nothing. */
        public String date() {
            return headers.getOrDefault("date", "");
        }
    }

    /**
     * How long an answer may take, from the beginning of the request to its end, and how long it may be.
     */
    public record Bounds(Duration whole, int bytesMax) {}

    /**
     * Where a request goes.
     *
     * @param inside whether whoever entered it said that it may lie within the own network or in this computer
     */
    public record To(URI uri, boolean inside) {}

    /** Why there is no answer, as {@code outgoing.outcome.<code>}. */
    public static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Outcome.Failed why;

        NoAnswer(@Nullable Throwable cause, Outcome.Failed why) {
            super(why.code(), cause);
            this.why = why;
        }

        public Outcome.Failed why() {
            return why;
        }
    }

    /**
     * An address that may be entered: {@code https}, or {@code http} within this computer. Whether one within may be sent to is said by
     * {@link To#inside}.
     */
    public static Optional<URI> address(String text) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            boolean plain = uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            boolean guarded = "https".equalsIgnoreCase(uri.getScheme())
                    || ("http".equalsIgnoreCase(uri.getScheme()) && host != null && THIS_COMPUTER.contains(host));
            return text.length() <= URL_LENGTH_MAX && host != null && plain && guarded
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * Sends it and waits for the answer, whatever its status.
     *
     * @param headers besides, or in place of, that of plain text
     * @throws NoAnswer if none came, in words of {@link Outcome}
     */
    public static Answer post(To to, Map<String, String> headers, byte[] body) throws NoAnswer, InterruptedException {
        return post(to, headers, body, USUAL);
    }

    /** The same within other bounds. */
    public static Answer post(To to, Map<String, String> headers, byte[] body, Bounds bounds)
            throws NoAnswer, InterruptedException {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("Content-Type", "text/plain; charset=utf-8");
        all.putAll(headers);
        return send(
                new PinnedHttp.Request("POST", to.uri(), all, body), new PinnedHttp.Route.Direct(to.inside()), bounds);
    }

    /**
     * Asks whatever way its interface wants it asked, whatever the status of the answer.
     *
     * @param body nothing of it goes along with a GET
     */
    public static Answer ask(To to, String method, Map<String, String> headers, byte[] body, Bounds bounds)
            throws NoAnswer, InterruptedException {
        return send(
                new PinnedHttp.Request(method, to.uri(), headers, body),
                new PinnedHttp.Route.Direct(to.inside()),
                bounds);
    }

    /** Asks for what lies there, whatever the status of the answer. */
    public static Answer get(To to, Map<String, String> headers, Bounds bounds) throws NoAnswer, InterruptedException {
        return send(PinnedHttp.Request.get(to.uri(), headers), new PinnedHttp.Route.Direct(to.inside()), bounds);
    }

    /** Each sending looks its name up anew: one that led outside when it was entered may lead inside today. */
    static Answer send(PinnedHttp.Request request, PinnedHttp.Route route, Bounds bounds)
            throws NoAnswer, InterruptedException {
        long deadline = System.nanoTime() + bounds.whole().toNanos();
        try (PinnedHttp.Answer answer =
                PinnedHttp.ask(request, route, new PinnedHttp.Patience(CONNECT, bounds.whole()))) {
            byte[] body = answer.bytes(bounds.bytesMax(), deadline);
            return new Answer(
                    answer.status(),
                    answer.header("Content-Type").orElse(""),
                    new String(body, StandardCharsets.UTF_8),
                    answer.headers());
        } catch (IOException e) {
            throw new NoAnswer(e, why(request.uri(), e, bounds));
        }
    }

    private static Outcome.Failed why(URI uri, IOException cause, Bounds bounds) {
        return switch (cause) {
            case PinnedHttp.InsideException inside -> new Outcome.Failed("inside", uri.getHost());
            case SocketTimeoutException slow ->
                new Outcome.Failed("slow", uri.getHost(), bounds.whole().toSeconds());
            case UnknownHostException unknown -> new Outcome.Failed("unknown-host", uri.getHost());
            case SSLException tls -> new Outcome.Failed("tls", uri.getHost(), String.valueOf(tls.getMessage()));
            case ConnectException none -> new Outcome.Failed("no-connection", uri.getHost());
            default -> new Outcome.Failed("broken", uri.getHost(), String.valueOf(cause.getMessage()));
        };
    }

    /** For an answer that is neither the expected one nor one with a meaning of its own. */
    public static Outcome.Failed unexpected(URI uri, int status) {
        return status / 100 == 3
                ? new Outcome.Failed("redirected", uri.getHost(), Integer.toString(status))
                : new Outcome.Failed("status", uri.getHost(), Integer.toString(status));
    }
}
