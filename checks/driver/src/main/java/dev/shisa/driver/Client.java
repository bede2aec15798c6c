package dev.shisa.driver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** One browser: TLS with the server's own authority, cookies, the form token of the page last read. */
public final class Client implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final String SESSION = "__Host-shisa";
    private static final int TEXT_SHOWN = 600;
    private static final String BOUNDARY = "shisa-driver-7d1c";

    private final HttpClient http;
    private final CookieManager cookies = new CookieManager();
    private final String base;
    private String token = "";
    private Duration patience = PATIENCE;
    private String bearer = "";
    private int breakAfter = -1;
    private Runnable whenBroken = () -> {};

    /** What the server answered. */
    public record Answer(int status, String body, String location) {

        /** The values of the fields of this name in the page. */
        public List<String> values(String field) {
            return Pattern.compile("name=\"" + Pattern.quote(field) + "\" value=\"([^\"]*)\"")
                    .matcher(body)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }

        /** Without markup, for a message. */
        public String text() {
            String text = body.replaceAll("(?s)<style.*?</style>|<[^>]*>", " ").replaceAll("\\s+", " ");
            return text.substring(0, Math.min(TEXT_SHOWN, text.length()));
        }

        public Answer expect(int wanted) throws IOException {
            if (status != wanted) {
                throw new IOException("answered " + status + " instead of " + wanted + ": " + text());
            }
            return this;
        }
    }

    private Client(String base, SSLContext trust) {
        this.base = base;
        this.http = HttpClient.newBuilder()
                .sslContext(trust)
                .cookieHandler(cookies)
                .connectTimeout(PATIENCE)
                .build();
    }

    public static Client of(String base, Path data) throws IOException {
        return new Client(base, trust(data));
    }

    /** A client with this session's cookie. */
    public static Client of(String base, Path data, String session) throws IOException {
        Client client = of(base, data);
        HttpCookie cookie = new HttpCookie(SESSION, session);
        cookie.setPath("/");
        cookie.setSecure(true);
        cookie.setVersion(0);
        client.cookies.getCookieStore().add(URI.create(base), cookie);
        return client;
    }

    /** A program that calls the API with this token. */
    public static Client ofProgram(String base, Path data, String token) throws IOException {
        Client client = of(base, data);
        client.bearer = token;
        return client;
    }

    /** The cookie of whoever has signed in with it. */
    public String session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(SESSION))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody has signed in"));
    }

    /** How long it waits for an answer from now on. */
    public Client patience(Duration longest) {
        patience = longest;
        return this;
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    /**
     * A file.
     *
     * @throws IOException if the answer is not 200
     */
    public byte[] download(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                request(path).setHeader("Accept", "*/*").GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    public Answer post(String path, List<Map.Entry<String, String>> fields) throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder("_csrf=").append(encoded(token));
        fields.forEach(
                f -> form.append('&').append(encoded(f.getKey())).append('=').append(encoded(f.getValue())));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                .build());
    }

    /** Calls the API with a JSON body. */
    public Answer postJson(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Calls the API with a file as the body. */
    public Answer postFile(String path, Path file) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .build());
    }

    /**
     * Breaks the next form with a file off: it says how long it is, sends so many bytes, and nothing more. At the end of all bytes, they
     * were sent but nobody has waited for the answer.
     *
     * @param then done before the connection ends
     */
    public void breakOff(int bytes, Runnable then) {
        breakAfter = bytes;
        whenBroken = then;
    }

    /** Posts a form as a browser sends one that may hold a file, its token in the address; an empty name sends none. */
    public Answer postParts(String path, List<Map.Entry<String, String>> fields, String fileName, byte[] file)
            throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Map.Entry<String, String> field : fields) {
            part(body, field.getKey(), "", field.getValue().getBytes(StandardCharsets.UTF_8));
        }
        if (!fileName.isEmpty()) {
            part(body, "file", "; filename=\"" + fileName + "\"", file);
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        HttpRequest.BodyPublisher whole = HttpRequest.BodyPublishers.ofByteArray(body.toByteArray());
        HttpRequest.BodyPublisher sent = breakAfter < 0
                ? whole
                : HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofInputStream(broken(body.toByteArray())), whole.contentLength());
        breakAfter = -1;
        return send(request(path + (path.contains("?") ? "&" : "?") + "_csrf=" + encoded(token))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(sent)
                .build());
    }

    private Supplier<InputStream> broken(byte[] body) {
        InputStream beginning = new ByteArrayInputStream(body, 0, Math.min(breakAfter, body.length));
        Runnable then = whenBroken;
        return () -> new InputStream() {
            @Override
            public int read() throws IOException {
                int one = beginning.read();
                return one < 0 ? end() : one;
            }

            @Override
            public int read(byte[] to, int from, int count) throws IOException {
                int read = beginning.read(to, from, count);
                return read < 0 ? end() : read;
            }

            private int end() throws IOException {
                then.run();
                throw new IOException("it was broken off");
            }
        };
    }

    private static void part(ByteArrayOutputStream body, String name, String more, byte[] content) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n";
        body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(patience)
                .header("Accept", bearer.isEmpty() ? "text/html" : "application/json")
                .header("Accept-Language", "ja");
        return bearer.isEmpty() ? builder : builder.header("Authorization", "Bearer " + bearer);
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        Matcher matcher = TOKEN.matcher(answer.body());
        if (matcher.find()) {
            token = matcher.group(1);
        }
        return new Answer(
                answer.statusCode(),
                answer.body(),
                answer.headers().firstValue("Location").orElse(""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What trusts the authority of a server with this data directory, and nothing else. */
    public static SSLContext trust(Path data) throws IOException {
        try (InputStream in = Files.newInputStream(data.resolve("tls").resolve("ca.pem"))) {
            KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            known.setCertificateEntry(
                    "shisa", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS client", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
