package dev.shisa.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a server by its API. Whatever writes carries a key of its own, so that it can be sent again when the line breaks
 * and is done once; a server that is busy is asked again a few times.
 */
final class ServerClient {

    /** The server was not reached, or did not answer as one. */
    static final int CANNOT_REACH = 4;

    /** The server refused the token, or the act for it. */
    static final int REFUSED = 5;

    static final int TRIES = 4;

    /** Times the number of the try: the wait before the next one. */
    static final Duration AGAIN = Duration.ofMillis(500);

    /** Connections are kept shorter than servers keep them (Shisa: 20 s), lest both use and end one in the same moment. */
    private static final String KEPT_SECONDS = "10";

    static {
        if (System.getProperty("jdk.httpclient.keepalive.timeout") == null) {
            System.setProperty("jdk.httpclient.keepalive.timeout", KEPT_SECONDS);
        }
    }

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofMinutes(2);
    private static final Duration FILE = Duration.ofMinutes(30);
    private static final long WAIT_SECONDS_MAX = 60;
    private static final int ANSWER_BYTES_MAX = 64 << 20;
    private static final int PAGES_MAX = 10_000;

    /** The version of what is not there yet. */
    private static final String NOTHING_ENTERED = "\"0\"";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI server;
    private final String token;
    private final String language;
    private final HttpClient http;

    ServerClient(URI server, String token, @Nullable Path ca) {
        this(server, token, ca, Locale.getDefault().getLanguage());
    }

    /** @param language of what the server says, also of titles that it gives to what is recorded */
    ServerClient(URI server, String token, @Nullable Path ca, String language) {
        this.server = server;
        this.token = token;
        this.language = language;
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER);
        if (ca != null) {
            builder.sslContext(trusting(ca));
        }
        this.http = builder.build();
    }

    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return json(send(request(path, WHOLE).GET().build()));
    }

    /** Every element of a list, part by part. */
    List<JsonNode> list(String path) {
        List<JsonNode> all = new ArrayList<>();
        String next = "";
        for (int pages = 0; pages < PAGES_MAX; pages++) {
            JsonNode part = get(path + (path.contains("?") ? "&" : "?") + "limit=200"
                    + (next.isEmpty() ? "" : "&cursor=" + encoded(next)));
            part.path("items").forEach(all::add);
            if (!part.path("next").isString()) {
                return all;
            }
            next = part.path("next").stringValue();
        }
        throw new Refusal(CANNOT_REACH, "server.endless", path);
    }

    JsonNode post(String path, Object body) {
        return post(path, body, UUID.randomUUID().toString());
    }

    /** @param key by which the server knows a call that it has answered already */
    JsonNode post(String path, Object body, String key) {
        return json(send(request(path, WHOLE)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build()));
    }

    /**
     * Replaces what is there; where it has a version, the present one is replaced.
     *
     * @param at where the version is read; it is 0 of what nobody has entered
     */
    JsonNode put(String path, String at, Object body) {
        return put(path, at, body, UUID.randomUUID().toString());
    }

    /** @param key by which the server knows a call that it has answered already */
    JsonNode put(String path, String at, Object body, String key) {
        Answered present = send(request(at, WHOLE).GET().build());
        HttpRequest.Builder request = request(path, WHOLE)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (present.status() == 200) {
            present.headers().firstValue("ETag").ifPresent(version -> request.header("If-Match", version));
        } else if (present.status() == 409) {
            request.header("If-Match", NOTHING_ENTERED);
        }
        return json(send(request.build()));
    }

    /** Sends a file and gives what the server calls it. */
    String upload(Path file) {
        return sendFile("/api/v1/files?fileName=" + encoded(String.valueOf(file.getFileName())), file)
                .path("id")
                .asString();
    }

    /** Sends a file as the body of a call. */
    JsonNode sendFile(String path, Path file) {
        try {
            return json(send(request(path, FILE)
                    .header("Content-Type", "application/octet-stream")
                    .POST(HttpRequest.BodyPublishers.ofFile(file))
                    .build()));
        } catch (IOException e) {
            throw new Refusal(Cli.WRONG_USAGE, "server.unreadable", file);
        }
    }

    /** Takes a file; one that breaks off half-way leaves nothing. */
    long download(String path, Path to) {
        Path part = to.resolveSibling(to.getFileName() + ".part");
        HttpRequest request = request(path, FILE).GET().build();
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw failed(answer.statusCode(), in.readNBytes(ANSWER_BYTES_MAX));
                }
                long size = Files.copy(in, part, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                return size;
            }
        } catch (IOException e) {
            deleteQuietly(part);
            throw unreachable(request, 1, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(CANNOT_REACH, "server.stopped");
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            Cli.say(part + ": " + e.getMessage());
        }
    }

    private HttpRequest.Builder request(String path, Duration whole) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(whole)
                .header("Authorization", "Bearer " + token)
                .header("Accept-Language", language);
    }

    /** An answer that arrived whole. */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    private record Answered(int status, HttpHeaders headers, byte[] body) {}

    /**
     * Sends a call, and again where the server is busy or the line breaks: a server closes connections on which nothing was said for
     * a while, which cannot be told from one that breaks. What writes carries its key, and a file is known by its content, so that it
     * is done once.
     */
    private Answered send(HttpRequest request) {
        try {
            for (int tries = 1; ; tries++) {
                Answered answer;
                try {
                    answer = once(request);
                } catch (IOException e) {
                    if (!mayBeSentAgain(e) || tries == TRIES) {
                        throw unreachable(request, tries, e);
                    }
                    Thread.sleep(AGAIN.multipliedBy(tries));
                    continue;
                }
                boolean busy = answer.status() == 429 || answer.status() == 503;
                if (!busy || tries == TRIES) {
                    return answer;
                }
                long seconds = answer.headers().firstValue("Retry-After").stream()
                        .filter(after -> after.matches("[0-9]{1,4}"))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElse(tries * 2L);
                Thread.sleep(Duration.ofSeconds(Math.min(seconds, WAIT_SECONDS_MAX)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(CANNOT_REACH, "server.stopped");
        }
    }

    private Answered once(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            return new Answered(answer.statusCode(), answer.headers(), in.readNBytes(ANSWER_BYTES_MAX));
        }
    }

    /**
     * Whether the same may go well the next time: not where nobody answers at all, or somebody whom we do not trust. A server that takes
     * its time is asked again; what it has done by then, it answers.
     */
    static boolean mayBeSentAgain(IOException e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLHandshakeException
                    || cause instanceof SSLPeerUnverifiedException
                    || cause instanceof HttpConnectTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof ConnectException) {
                return false;
            }
        }
        return true;
    }

    private JsonNode json(Answered answer) {
        try {
            if (answer.status() / 100 != 2) {
                throw failed(answer.status(), answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new Refusal(CANNOT_REACH, "server.no-api", server);
        }
    }

    /** What the server says, with the places of the body that it does not take. */
    private Refusal failed(int status, byte[] body) {
        try {
            JsonNode problem = JSON.readTree(body);
            if (problem.path("title").isString()) {
                StringBuilder text = new StringBuilder(problem.path("title").stringValue());
                problem.path("errors")
                        .forEach(place -> text.append("\n  ")
                                .append(place.path("field").asString())
                                .append(": ")
                                .append(place.path("detail").asString()));
                text.append("\n  ")
                        .append(problem.path("detail").asString())
                        .append("\n  ")
                        .append(Words.t(
                                "server.code",
                                problem.path("code").asString(),
                                problem.path("request").asString()));
                return new Refusal(
                        status == 401 || status == 403 ? REFUSED : Cli.PROBLEM, "server.answered", text.toString());
            }
        } catch (JacksonException e) {
            // Not from the API; said below.
        }
        return new Refusal(CANNOT_REACH, "server.no-api", server);
    }

    private Refusal unreachable(HttpRequest request, int tries, IOException e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SSLException tls -> {
                    return new Refusal(CANNOT_REACH, "server.tls", server.getHost());
                }
                case HttpTimeoutException slow -> {
                    return new Refusal(CANNOT_REACH, "server.slow", server);
                }
                case UnknownHostException unknown -> {
                    return new Refusal(CANNOT_REACH, "server.unknown-host", server.getHost());
                }
                case ConnectException none -> {
                    return new Refusal(CANNOT_REACH, "server.no-connection", server);
                }
                default -> {
                    // what caused it may say more
                }
            }
        }
        return new Refusal(
                CANNOT_REACH,
                "server.broken",
                server,
                request.method() + " " + request.uri().getPath(),
                tries,
                String.valueOf(e.getMessage()));
    }

    static SSLContext trusting(Path ca) {
        try (InputStream in = Files.newInputStream(ca)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            if (number == 0) {
                throw new Refusal(Cli.WRONG_USAGE, "server.no-certificate", ca);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new Refusal(Cli.WRONG_USAGE, "server.no-certificate", ca);
        }
    }
}
