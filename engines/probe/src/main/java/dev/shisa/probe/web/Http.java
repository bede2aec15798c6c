package dev.shisa.probe.web;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.Pace;
import dev.shisa.probe.run.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP/1.1 on a connection of its own for each request (RFC 9112), by sockets: the request goes out as it was written,
 * and what comes back is shown as it came, however wrong. Lengths that lie, endless bodies and silence are cut off.
 */
public final class Http {

    private static final int QUIET_MS = 8000;
    private static final int TOTAL_MS = 12_000;
    private static final int HEADERS_MAX = 200;
    private static final int TRIES_MAX = 4;
    private static final long AGAIN_MS = 150;
    private static final int MOMENT_SECONDS = 2;

    private final Bench bench;
    private final Endpoint endpoint;
    private final boolean tls;

    public Http(Bench bench, Endpoint endpoint, boolean tls) {
        this.bench = bench;
        this.endpoint = endpoint;
        this.tls = tls;
    }

    public String where(String target) {
        return (tls ? "https://" : "http://") + endpoint.authority() + target;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public boolean isTls() {
        return tls;
    }

    /**
     * Sends one request, again where the port only had no place for it: it dropped the connection while others were open,
     * or says that it is busy for a moment.
     */
    public Response send(Request request) throws IOException {
        for (int tries = 1; ; tries++) {
            Optional<Response> response = once(request, tries == TRIES_MAX);
            if (response.isPresent()) {
                return response.get();
            }
            bench.budget().pause(AGAIN_MS * tries);
        }
    }

    private Optional<Response> once(Request request, boolean last) throws IOException {
        byte[] head = head(request).getBytes(StandardCharsets.UTF_8);
        byte[] message = Arrays.copyOf(head, head.length + request.body().length);
        System.arraycopy(request.body(), 0, message, head.length, request.body().length);
        try (Wire wire = Wire.open(bench, endpoint, tls)) {
            long started = System.nanoTime();
            try {
                wire.send(message);
            } catch (IOException e) {
                // A server may answer and close before it has read everything; its answer counts.
            }
            boolean bodyless = request.method().equals("HEAD");
            byte[] raw = wire.readUntil(bytes -> isWhole(bytes, bodyless), QUIET_MS, TOTAL_MS);
            long tookMs = (System.nanoTime() - started) / 1_000_000L;
            Pace pace = bench.pace(endpoint);
            if (raw.length == 0 && wire.ended() && pace.dropped() && !last) {
                return Optional.empty();
            }
            Response response = parse(raw, tookMs, bench.secrets().exchange(message, raw));
            if (!last && isBusy(response, pace)) {
                return Optional.empty();
            }
            pace.answered(wire.openingMs() + tookMs);
            return Optional.of(response);
        }
    }

    /** A lock lasts; what may be asked again in a moment is a port that is asked too often, or by too many at once. */
    private boolean isBusy(Response response, Pace pace) {
        String after = response.header("retry-after").strip();
        boolean moment = after.matches("[0-9]{1,2}") && Integer.parseInt(after) <= MOMENT_SECONDS;
        if (response.status() == 503 && (after.isEmpty() || moment)) {
            return pace.dropped();
        }
        if (response.status() == 429 && moment) {
            pace.tooOften(bench.budget().elapsedMs());
            bench.budget().pause(1000L * Integer.parseInt(after));
            return true;
        }
        return false;
    }

    private String head(Request request) {
        StringBuilder head = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\nHost: ")
                .append(endpoint.port() == (tls ? 443 : 80) ? endpoint.host() : endpoint.authority())
                .append("\r\nAccept: */*\r\nConnection: close\r\n");
        if (!request.headers().containsKey("User-Agent")) {
            head.append("User-Agent: Mozilla/5.0 (shisa probe)\r\n");
        }
        request.headers()
                .forEach((name, value) -> head.append(name)
                        .append(": ")
                        .append(value.replaceAll("[\r\n]", " "))
                        .append("\r\n"));
        if (request.body().length > 0
                || request.method().equals("POST")
                || request.method().equals("PUT")) {
            head.append("Content-Length: ").append(request.body().length).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /**
     * An answer as it came.
     *
     * @throws IOException if it is none of HTTP
     */
    static Response parse(byte[] raw, long tookMs, Exchange exchange) throws IOException {
        int end = headEnd(raw);
        String head = new String(raw, 0, end < 0 ? raw.length : end, StandardCharsets.ISO_8859_1);
        String[] lines = head.split("\r?\n", HEADERS_MAX);
        if (!lines[0].startsWith("HTTP/") || lines[0].length() < 12) {
            throw new IOException(raw.length == 0 ? "no answer" : "no HTTP answer");
        }
        int status;
        try {
            status = Integer.parseInt(
                    lines[0].substring(lines[0].indexOf(' ') + 1).strip().split("\\D", 2)[0]);
        } catch (NumberFormatException e) {
            throw new IOException("no HTTP status", e);
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(
                                lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(lines[i].substring(colon + 1).strip());
            }
        }
        byte[] body = end < 0 ? new byte[0] : Arrays.copyOfRange(raw, end, raw.length);
        if (chunked(head)) {
            body = unchunked(body);
        }
        return new Response(status, headers, body, tookMs, exchange);
    }

    private static int headEnd(byte[] raw) {
        for (int i = 0; i + 1 < raw.length; i++) {
            if (raw[i] == '\n' && raw[i + 1] == '\n') {
                return i + 2;
            }
            if (raw[i] == '\n' && raw[i + 1] == '\r' && i + 2 < raw.length && raw[i + 2] == '\n') {
                return i + 3;
            }
        }
        return -1;
    }

    private static boolean chunked(String head) {
        return head.toLowerCase(Locale.ROOT).matches("(?s).*\ntransfer-encoding:\\s*chunked.*");
    }

    static boolean isWhole(byte[] raw, boolean bodyless) {
        int end = headEnd(raw);
        if (end < 0) {
            return false;
        }
        String head = new String(raw, 0, end, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        if (bodyless || head.matches("(?s)http/\\S+ (204|304).*")) {
            return true;
        }
        if (chunked(head)) {
            String tail = new String(
                    raw, Math.max(end, raw.length - 7), Math.min(7, raw.length - end), StandardCharsets.ISO_8859_1);
            return tail.endsWith("0\r\n\r\n");
        }
        int at = head.indexOf("\ncontent-length:");
        if (at < 0) {
            return false;
        }
        String length = head.substring(at + 16).strip().split("\\D", 2)[0];
        return !length.isEmpty() && length.length() < 10 && raw.length - end >= Integer.parseInt(length);
    }

    private static byte[] unchunked(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < body.length) {
            int end = at;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            String size = new String(body, at, end - at, StandardCharsets.ISO_8859_1)
                    .strip()
                    .split("[^0-9a-fA-F]", 2)[0];
            if (size.isEmpty() || size.length() > 7) {
                break;
            }
            int length = Math.min(Integer.parseInt(size, 16), Math.max(0, body.length - end - 1));
            if (length == 0) {
                break;
            }
            out.write(body, end + 1, length);
            at = end + 1 + length + 2;
        }
        return out.toByteArray();
    }
}
