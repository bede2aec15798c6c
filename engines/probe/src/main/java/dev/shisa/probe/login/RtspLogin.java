package dev.shisa.probe.login;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Secrets;
import dev.shisa.probe.run.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RTSP (RFC 2326): DESCRIBE of a stream, by Basic or Digest. */
public final class RtspLogin implements Mechanism {

    private static final int QUIET_MS = 4000;

    /** Where cameras usually keep their streams. */
    private static final List<String> PATHS = List.of(
            "/",
            "/live",
            "/stream1",
            "/stream",
            "/live.sdp",
            "/h264",
            "/video",
            "/11",
            "/1",
            "/cam",
            "/media",
            "/ch0",
            "/live/ch0",
            "/onvif1",
            "/cam/realmonitor?channel=1&subtype=0",
            "/Streaming/Channels/101",
            "/videoMain");

    private static final Pattern CHALLENGE = Pattern.compile("(?im)^WWW-Authenticate:\\s*(.+)$");

    private final Bench bench;
    private final Service service;
    private String path = "/";
    private String challenge = "";

    public RtspLogin(Bench bench, Service service) {
        this.bench = bench;
        this.service = service;
    }

    @Override
    public Service service() {
        return service;
    }

    /** Looks for a stream; accepted if one is described to a stranger. */
    @Override
    public Tried withoutLogin() {
        Tried last = new Tried(Tried.Outcome.SILENT, Exchange.NONE);
        for (String candidate : PATHS) {
            Tried tried = describe(candidate, "");
            if (tried.isAccepted()) {
                path = candidate;
                return tried;
            }
            if (tried.outcome() == Tried.Outcome.REFUSED && last.outcome() != Tried.Outcome.REFUSED) {
                path = candidate;
                last = tried;
            }
        }
        // What forbids everything asks nobody to log in.
        return last.outcome() == Tried.Outcome.REFUSED && challenge.isEmpty()
                ? new Tried(Tried.Outcome.SILENT, last.exchange())
                : last;
    }

    @Override
    public Tried attempt(String user, String password) {
        bench.secrets().add(user, password);
        if (challenge.isEmpty() || challenge.startsWith("Digest")) {
            describe(path, "");
        }
        String authorization = challenge.startsWith("Digest")
                ? Digest.answer(challenge, "DESCRIBE", url(path), user, password, bench.word(8))
                : "Basic " + Secrets.basic(user, password);
        return describe(path, "Authorization: " + authorization + "\r\n");
    }

    private String url(String of) {
        return "rtsp://" + service.endpoint().authority() + of;
    }

    private Tried describe(String of, String header) {
        try (Wire wire = Wire.open(bench, service.endpoint(), service.tls())) {
            wire.send("DESCRIBE " + url(of) + " RTSP/1.0\r\nCSeq: 2\r\nAccept: application/sdp\r\n" + header + "\r\n");
            byte[] bytes = wire.readUntil(
                    b -> new String(b, StandardCharsets.ISO_8859_1).contains("\r\n\r\n"), QUIET_MS, QUIET_MS);
            String answer = new String(bytes, StandardCharsets.ISO_8859_1);
            Matcher asked = CHALLENGE.matcher(answer);
            if (asked.find()) {
                challenge = asked.group(1).strip();
            }
            return new Tried(outcome(answer), bench.secrets().exchange(wire.sent(), wire.received()));
        } catch (IOException e) {
            return Tried.silent(e);
        }
    }

    private static Tried.Outcome outcome(String answer) {
        String status = answer.startsWith("RTSP/") && answer.length() > 12 ? answer.substring(9, 12) : "";
        return switch (status) {
            case "200" -> Tried.Outcome.ACCEPTED;
            case "401", "403" -> Tried.Outcome.REFUSED;
            case "429", "423" -> Tried.Outcome.LOCKED;
            default -> Tried.Outcome.SILENT;
        };
    }
}
