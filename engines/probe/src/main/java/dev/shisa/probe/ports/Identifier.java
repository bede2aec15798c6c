package dev.shisa.probe.ports;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.Wire;
import dev.shisa.probe.tls.Hello;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds out what speaks behind an open TCP port: first it listens, then it asks in the words of one protocol after the
 * other until an answer fits.
 */
public final class Identifier {

    private static final int GREETING_MS = 1200;
    private static final int ANSWER_MS = 2500;
    private static final int BETWEEN_MS = 50;
    /** As long as a page is waited for. */
    private static final int PATIENT_MS = 8000;

    /** Below it the rest of the run needs the time. */
    private static final int LEFT_MS_MIN = 4 * PATIENT_MS;

    private static final int ENOUGH_BYTES = 4096;
    private static final byte IAC = (byte) 0xff;
    private static final Pattern LOGIN = Pattern.compile(
            "(?i)(log ?in|log ?in as|user ?name|user|user ?id|\\bid|account|operator|ユーザー?名?|ログイン|password|passwd|パスワード)\\s*[\\])]?\\s*[:>?]\\s*$");
    private static final Pattern SHELL_ID = Pattern.compile("uid=\\d+");
    private static final Pattern PROMPT = Pattern.compile("[#$%>]\\s*$");

    private final Bench bench;
    private final Endpoint endpoint;
    /** Whether a single byte came, whatever was asked. */
    private boolean heard;

    private Identifier(Bench bench, Endpoint endpoint) {
        this.bench = bench;
        this.endpoint = endpoint;
    }

    public static Service identify(Bench bench, Endpoint endpoint) {
        return new Identifier(bench, endpoint).identify();
    }

    private Service identify() {
        byte[] greeting = greeting();
        if (!bench.pulse().wasOpen(endpoint)) {
            // Where so few connections are taken, each one counts.
            greeting = greeting();
        }
        if (!bench.pulse().wasOpen(endpoint)) {
            return service(Protocol.UNKNOWN, false, new byte[0], greeting);
        }
        Protocol spoken = ofGreeting(greeting);
        if (spoken != Protocol.UNKNOWN) {
            return service(spoken, false, new byte[0], greeting);
        }
        Service service = asked(greeting.length == 0 && isTls(Hello.WAIT_MS), greeting);
        return heard || bench.budget().remainingMs() < LEFT_MS_MIN ? service : patient();
    }

    /** Who says nothing in the usual time may be slow or busy; that it has no pages is said of nobody who was not waited for. */
    private Service patient() {
        boolean tls = isTls(PATIENT_MS);
        byte[] answer = tried(tls, http(), PATIENT_MS);
        return service(startsWith(answer, "HTTP/") ? Protocol.HTTP : Protocol.UNKNOWN, tls, http(), answer);
    }

    private byte[] http() {
        return ("GET / HTTP/1.1\r\nHost: " + endpoint.authority() + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] greeting() {
        try {
            return exchange(false, new byte[0], GREETING_MS);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** Many servers reset a connection that begins with words they do not know. */
    private boolean isTls(int waitMs) {
        try {
            return Hello.isTls(bench, endpoint, waitMs);
        } catch (IOException e) {
            return false;
        }
    }

    private Service asked(boolean tls, byte[] greeting) {
        byte[] http = http();
        byte[] rtsp = ("OPTIONS rtsp://" + endpoint.authority() + "/ RTSP/1.0\r\nCSeq: 1\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] mqtt = {0x10, 16, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 10, 0, 4, 's', 'h', 's', 'a'};
        byte[] answer = tried(tls, http);
        if (startsWith(answer, "HTTP/")) {
            return service(Protocol.HTTP, tls, http, answer);
        }
        if (startsWith(answer, "RTSP/")) {
            return service(Protocol.RTSP, tls, http, answer);
        }
        byte[] connack = tried(tls, mqtt);
        if (connack.length >= 4 && connack[0] == 0x20 && connack[1] == 2) {
            return service(Protocol.MQTT, tls, mqtt, connack);
        }
        byte[] options = tried(tls, rtsp);
        if (startsWith(options, "RTSP/")) {
            return service(Protocol.RTSP, tls, rtsp, options);
        }
        byte[] id = "id\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] said = tried(tls, id);
        if (SHELL_ID.matcher(text(said)).find()) {
            return service(Protocol.SHELL, tls, id, said);
        }
        byte[] newline = tried(tls, "\r\n".getBytes(StandardCharsets.US_ASCII));
        List<byte[]> all = List.of(answer, connack, options, said, newline);
        Optional<byte[]> web =
                all.stream().filter(bytes -> startsWith(bytes, "HTTP/")).findFirst();
        if (web.isPresent()) {
            return service(Protocol.HTTP, tls, http, web.get());
        }
        Protocol late = ofGreeting(newline);
        if (late != Protocol.UNKNOWN) {
            return service(late, tls, new byte[0], newline);
        }
        boolean onlyGreets = greeting.length > 0
                && all.stream().allMatch(bytes -> text(greeting).startsWith(text(bytes)));
        return onlyGreets
                ? service(Protocol.UNKNOWN, tls, new byte[0], greeting)
                : service(Protocol.UNKNOWN, tls, id, said);
    }

    static Protocol ofGreeting(byte[] greeting) {
        String text = text(greeting);
        if (text.startsWith("SSH-")) {
            return Protocol.SSH;
        }
        if (text.startsWith("220") && text.toUpperCase(Locale.ROOT).contains("FTP")) {
            return Protocol.FTP;
        }
        String shown = new String(
                text.replaceAll("\u00ff[\u00f0-\u00ff].", "").getBytes(StandardCharsets.ISO_8859_1),
                StandardCharsets.UTF_8);
        if (LOGIN.matcher(shown).find() || (greeting.length >= 3 && greeting[0] == IAC)) {
            return Protocol.TELNET;
        }
        return PROMPT.matcher(shown.strip()).find() && shown.length() < 2000 && !shown.isBlank() && !shown.contains("<")
                ? Protocol.SHELL
                : Protocol.UNKNOWN;
    }

    private byte[] tried(boolean tls, byte[] words) {
        return tried(tls, words, ANSWER_MS);
    }

    private byte[] tried(boolean tls, byte[] words, int waitMs) {
        try {
            return exchange(tls, words, waitMs);
        } catch (IOException e) {
            return new byte[0];
        } finally {
            // A server of one place needs a moment to free it.
            bench.budget().pause(BETWEEN_MS);
        }
    }

    private byte[] exchange(boolean tls, byte[] words, int waitMs) throws IOException {
        try (Wire wire = Wire.open(bench, endpoint, tls)) {
            if (words.length > 0) {
                wire.send(words);
            }
            byte[] answer = wire.readUntil(
                    bytes -> bytes.length >= ENOUGH_BYTES || (words.length > 0 && bytes.length > 200),
                    waitMs,
                    2 * waitMs);
            heard |= answer.length > 0;
            return answer;
        }
    }

    private Service service(Protocol protocol, boolean tls, byte[] sent, byte[] received) {
        Exchange exchange = bench.secrets().exchange(sent, received);
        return new Service(endpoint, protocol, tls, received, exchange);
    }

    private static boolean startsWith(byte[] bytes, String text) {
        return text(bytes).startsWith(text);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
