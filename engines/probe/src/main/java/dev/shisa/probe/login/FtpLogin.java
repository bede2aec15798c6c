package dev.shisa.probe.login;

import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** FTP (RFC 959). */
public final class FtpLogin implements Mechanism {

    private static final int QUIET_MS = 4000;
    private static final int TOTAL_MS = 8000;

    private final Bench bench;
    private final Service service;

    public FtpLogin(Bench bench, Service service) {
        this.bench = bench;
        this.service = service;
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public Optional<Mechanism> over(Endpoint other) {
        return Optional.of(new FtpLogin(bench, service.at(other)));
    }

    /** Whether it asks who comes: for a password, or for an account (RFC 959, 4.2). */
    @Override
    public Tried withoutLogin() {
        Tried tried = attempt("anonymous", "anonymous@");
        boolean asks = tried.exchange().received().matches("(?s)(.*\\n)?(331|332|530)[ -].*");
        return tried.outcome() == Tried.Outcome.REFUSED && !asks
                ? new Tried(Tried.Outcome.SILENT, tried.exchange())
                : tried;
    }

    @Override
    public Tried attempt(String user, String password) {
        bench.secrets().add(user, password);
        try (Wire wire = Wire.open(bench, service.endpoint(), service.tls())) {
            reply(wire);
            wire.send("USER " + user + "\r\n");
            String answer = reply(wire);
            if (answer.startsWith("331")) {
                wire.send("PASS " + password + "\r\n");
                answer = reply(wire);
            }
            Tried.Outcome outcome;
            if (answer.startsWith("230")) {
                outcome = Tried.Outcome.ACCEPTED;
            } else if (answer.startsWith("421")
                    || TelnetLogin.LOCKS.matcher(answer).find()) {
                outcome = Tried.Outcome.LOCKED;
            } else {
                outcome = answer.isEmpty() ? Tried.Outcome.SILENT : Tried.Outcome.REFUSED;
            }
            String words = answer.startsWith("421")
                    ? ""
                    : LockWords.in(answer, TelnetLogin.LOCKS).orElse("");
            return new Tried(outcome, bench.secrets().exchange(wire.sent(), wire.received()), words);
        } catch (IOException e) {
            return Tried.silent(e);
        }
    }

    private static String reply(Wire wire) throws IOException {
        byte[] bytes = wire.readUntil(
                b -> new String(b, StandardCharsets.ISO_8859_1).matches("(?s)(.*\n)?\\d{3} [^\n]*\n"),
                QUIET_MS,
                TOTAL_MS);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
