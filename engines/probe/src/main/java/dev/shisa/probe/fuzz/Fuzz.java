package dev.shisa.probe.fuzz;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.ports.Protocol;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.ports.UdpQuestions;
import dev.shisa.probe.ports.UdpScan;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.Pulse;
import dev.shisa.probe.run.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Valid messages of a protocol, mutated, each followed by a look whether the port still takes connections. The seed
 * follows from device and port, so that the same messages come again in the next run.
 *
 * <p>A crash is only said where it is certain: a port that took connections before each message, and refuses them after
 * one for as long as {@link #BACK_MS}; or that came back, and was gone once more after the same message. A limit on
 * connections looks alike. So a port that does not take as many plain ones first gets no messages, and one that falls
 * silent while the rest of the device answers is shielded rather than broken: a port without its program refuses. A web server
 * that falls does not withstand what others send (WEB). For other protocols whether it can be used is for people to
 * judge, as S1.1-13 ② asks of every detection (VULN).
 */
public final class Fuzz {

    private static final int MESSAGES_MAX = 60;
    private static final int ANSWER_MS = 250;
    private static final int UDP_ANSWER_MS = 700;
    private static final int BACK_MS = 8000;
    private static final int ASK_EVERY_MS = 300;
    private static final int UDP_TRIES = 3;

    private final Bench bench;
    private final Service service;
    private final Endpoint endpoint;
    private final long untilMs;

    private Fuzz(Bench bench, Service service, long untilMs) {
        this.bench = bench;
        this.service = service;
        this.endpoint = service.endpoint();
        this.untilMs = untilMs;
    }

    /**
     * Sends mutated messages to one service.
     *
     * @param untilMs when it ends, counted from the start of the run
     */
    public static void run(Bench bench, Service service, long untilMs) throws IOException {
        new Fuzz(bench, service, untilMs).run();
    }

    private void run() throws IOException {
        List<byte[]> valid = messages();
        // What is locked or limited now cannot be told from what fell.
        if (valid.isEmpty() || !isThere()) {
            return;
        }
        if (isLimited()) {
            bench.note("note-limited", service.where());
            return;
        }
        int seed = Objects.hash(bench.declared().device(), endpoint.port());
        RandomGenerator random = new SplittableRandom(seed);
        int sent = 0;
        while (sent < MESSAGES_MAX && bench.budget().elapsedMs() < untilMs) {
            byte[] message = Mutation.of(valid.get(random.nextInt(valid.size())), random);
            sent++;
            send(message);
            if (!isThere()) {
                if (isShielded()) {
                    bench.note("note-limited", service.where());
                } else {
                    fell(message, sent, seed);
                }
                return;
            }
        }
        if (service.protocol() == Protocol.HTTP) {
            bench.pass(Key.WEB, service.where(), "fuzz-withstood", Exchange.NONE, sent, seed);
        } else {
            bench.pass(Key.VULN, service.where(), "fuzz-withstood", Exchange.NONE, sent, seed);
        }
    }

    private boolean isLimited() {
        for (int i = 0; i < MESSAGES_MAX && !endpoint.udp(); i++) {
            if (!Pulse.accepts(endpoint)) {
                return true;
            }
        }
        return false;
    }

    private boolean isShielded() {
        return !endpoint.udp()
                && Pulse.knock(endpoint) == Pulse.Knock.SILENT
                && bench.pulse().othersAccept(endpoint);
    }

    private void fell(byte[] message, int number, int seed) throws IOException {
        long awayMs = awayMs();
        boolean certain = awayMs >= BACK_MS;
        if (!certain && awayMs > 0) {
            send(message);
            certain = awayMs() > 0;
        }
        Exchange proof = bench.secrets().exchange(message, new byte[0]);
        if (!certain) {
            bench.note("note-went-away", service.where(), number, seed);
        } else if (service.protocol() == Protocol.HTTP) {
            bench.fail(Key.WEB, service.where(), "fuzz-crash", proof, number, seed, awayMs / 1000);
        } else {
            bench.observe(
                    Key.VULN, Verdict.MANUAL, service.where(), "fuzz-crash-judge", proof, number, seed, awayMs / 1000);
        }
    }

    /** For how long the port stays away: none, or up to {@link #BACK_MS}. */
    private long awayMs() throws IOException {
        long from = bench.budget().elapsedMs();
        long gone = 0;
        while (gone < BACK_MS) {
            if (isThere()) {
                return gone >= ASK_EVERY_MS ? gone : 0;
            }
            bench.budget().pause(ASK_EVERY_MS);
            gone = bench.budget().elapsedMs() - from;
        }
        return BACK_MS;
    }

    private boolean isThere() throws IOException {
        if (!endpoint.udp()) {
            return Pulse.accepts(endpoint);
        }
        // Silence may be a limit; only the closed-port answer says that nobody is there.
        for (int i = 0; i < UDP_TRIES; i++) {
            if (!(UdpScan.knock(bench, endpoint, messages().getFirst()) instanceof UdpScan.Reply.Closed)) {
                return true;
            }
        }
        return false;
    }

    private void send(byte[] message) {
        try {
            if (endpoint.udp()) {
                UdpScan.ask(bench, endpoint, message, UDP_ANSWER_MS / 10);
                return;
            }
            try (Wire wire = Wire.open(bench, endpoint, service.tls())) {
                wire.send(message);
                wire.readUntil(bytes -> bytes.length > 0, ANSWER_MS, ANSWER_MS);
            }
        } catch (IOException e) {
            // Whatever it says to this; whether it is still there is asked next.
        }
    }

    private List<byte[]> messages() {
        String host = endpoint.authority();
        return switch (service.protocol()) {
            case HTTP ->
                List.of(
                        text("GET / HTTP/1.1\r\nHost: " + host
                                + "\r\nAccept: */*\r\nRange: bytes=0-100\r\nConnection: close\r\n\r\n"),
                        text("POST /fuzz HTTP/1.1\r\nHost: " + host
                                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 11\r\n"
                                + "Connection: close\r\n\r\na=1&b=22&c="),
                        text("GET /fuzz?id=1&name=a%20b HTTP/1.1\r\nHost: " + host
                                + "\r\nCookie: a=1; b=2\r\nIf-Modified-Since: Sat, 21 Mar 2026 10:00:00 GMT\r\n"
                                + "Connection: close\r\n\r\n"));
            case RTSP ->
                List.of(
                        text("OPTIONS rtsp://" + host + "/ RTSP/1.0\r\nCSeq: 1\r\n\r\n"),
                        text("DESCRIBE rtsp://" + host + "/ RTSP/1.0\r\nCSeq: 2\r\nAccept: application/sdp\r\n\r\n"));
            case FTP -> List.of(text("FEAT\r\nSYST\r\nHELP 1\r\n"), text("OPTS UTF8 ON\r\nNOOP\r\n"));
            case SSH ->
                List.of(text("SSH-2.0-OpenSSH_9.6 probe\r\n"), joined("SSH-2.0-probe\r\n", "0000002c061400000000"));
            case TELNET -> List.of(HexFormat.of().parseHex("fffd01fffb1ffffa1f00500018fff00d0a"));
            case MQTT ->
                List.of(
                        HexFormat.of().parseHex("101000044d51545404020" + "00a000473687361"),
                        HexFormat.of().parseHex("c000"));
            case DNS, MDNS, SSDP, WSD, COAP, NTP, SNMP, TFTP ->
                UdpQuestions.all().stream()
                        .filter(question -> question.protocol() == service.protocol())
                        .map(UdpQuestions.Question::words)
                        .toList();
            case UNKNOWN -> List.of(text("help\r\n"), text("GET / HTTP/1.0\r\n\r\n"));
            // Whatever is sent there may be run.
            case SHELL -> List.of();
        };
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(String text, String hex) {
        byte[] more = HexFormat.of().parseHex(hex);
        byte[] first = text(text);
        byte[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }
}
