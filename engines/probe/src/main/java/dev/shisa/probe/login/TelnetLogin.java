package dev.shisa.probe.login;

import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Telnet: name and password at prompts (RFC 854; every option is declined). */
public final class TelnetLogin implements Mechanism {

    private static final int QUIET_MS = 3000;
    private static final int TOTAL_MS = 8000;
    private static final int IAC = 0xff;
    private static final int DONT = 0xfe;
    private static final int DO = 0xfd;
    private static final int WONT = 0xfc;
    private static final int WILL = 0xfb;
    private static final Pattern ASKS_USER = Pattern.compile(
            "(?i)(log ?in|log ?in as|user ?name|user|user ?id|\\bid|account|operator|\\bname|ユーザー?名?|ログイン)\\s*+[\\])]?\\s*+[:>?]\\s*+$");
    private static final Pattern ASKS_PASSWORD = Pattern.compile(
            "(?i)(password|pass ?phrase|passwd|pass ?code|pass|\\bpw|pin|pin code|secret|code|パスワード|暗証番号)\\s*+[\\])]?\\s*+[:>?]?\\s*+$");
    /** The line that waits for an answer has no end; what is not known by its words is still a question. */
    private static final Pattern WAITS = Pattern.compile("\\S\\s?[:>?#$%\\])]\\s?$");

    private static final Pattern REFUSES =
            Pattern.compile("(?i)incorrect|invalid|denied|fail|wrong|bad (password|login)");
    static final Pattern LOCKS = Pattern.compile("(?i)locked|too many|try again later|blocked|ロック");
    private static final Pattern PROMPT = Pattern.compile("[#$%>]\\s*$");

    private final Bench bench;
    private final Service service;

    public TelnetLogin(Bench bench, Service service) {
        this.bench = bench;
        this.service = service;
    }

    @Override
    public Service service() {
        return service;
    }

    /** Whether a command line comes without any question. */
    @Override
    public Tried withoutLogin() {
        try (Wire wire = Wire.open(bench, service.endpoint(), service.tls())) {
            String text = read(wire);
            boolean asks = ASKS_USER.matcher(text).find()
                    || ASKS_PASSWORD.matcher(text).find()
                    || WAITS.matcher(text).find();
            boolean open = PROMPT.matcher(text.strip()).find()
                    && !ASKS_USER.matcher(text).find();
            // What neither opens nor asks may keep out everybody for now, or may be no telnet at all.
            return tried(open ? Tried.Outcome.ACCEPTED : asks ? Tried.Outcome.REFUSED : Tried.Outcome.SILENT, wire);
        } catch (IOException e) {
            return Tried.silent(e);
        }
    }

    @Override
    public Optional<Mechanism> over(Endpoint other) {
        return Optional.of(new TelnetLogin(bench, service.at(other)));
    }

    @Override
    public Tried attempt(String user, String password) {
        bench.secrets().add(user, password);
        try (Wire wire = Wire.open(bench, service.endpoint(), service.tls())) {
            String first = read(wire);
            String text = first;
            if (!ASKS_PASSWORD.matcher(text).find() && WAITS.matcher(text).find()) {
                wire.send(user + "\r\n");
                text = read(wire);
            }
            if (LOCKS.matcher(text).find()) {
                return tried(Tried.Outcome.LOCKED, wire, text);
            }
            boolean asks = ASKS_PASSWORD.matcher(text).find()
                    || (WAITS.matcher(text).find()
                            && !REFUSES.matcher(text).find()
                            && !lastLine(text).equals(lastLine(first)));
            if (!asks) {
                return tried(
                        text.isBlank() || REFUSES.matcher(text).find() ? Tried.Outcome.SILENT : Tried.Outcome.REFUSED,
                        wire);
            }
            wire.send(password + "\r\n");
            text = read(wire);
            if (text.isBlank() && !wire.ended()) {
                text = read(wire);
            }
            boolean askedAgain = !lastLine(first).isEmpty() && lastLine(text).equals(lastLine(first));
            return tried(askedAgain && !LOCKS.matcher(text).find() ? Tried.Outcome.REFUSED : outcome(text), wire, text);
        } catch (IOException e) {
            return Tried.silent(e);
        }
    }

    /** What stands after the last end of a line. */
    private static String lastLine(String text) {
        return text.substring(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1)
                .strip();
    }

    private static Tried.Outcome outcome(String text) {
        if (LOCKS.matcher(text).find()) {
            return Tried.Outcome.LOCKED;
        }
        if (REFUSES.matcher(text).find()
                || ASKS_USER.matcher(text).find()
                || ASKS_PASSWORD.matcher(text).find()) {
            return Tried.Outcome.REFUSED;
        }
        if (PROMPT.matcher(text.strip()).find()) {
            return Tried.Outcome.ACCEPTED;
        }
        return text.isBlank() ? Tried.Outcome.SILENT : Tried.Outcome.REFUSED;
    }

    private Tried tried(Tried.Outcome outcome, Wire wire) {
        return tried(outcome, wire, "");
    }

    private Tried tried(Tried.Outcome outcome, Wire wire, String said) {
        return new Tried(
                outcome,
                bench.secrets().exchange(wire.sent(), wire.received()),
                LockWords.in(said, LOCKS).orElse(""));
    }

    /** Reads up to a prompt, declining every option on the way. */
    private static String read(Wire wire) throws IOException {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        byte[] raw = wire.readUntil(bytes -> isPrompt(plain(bytes, new ByteArrayOutputStream())), QUIET_MS, TOTAL_MS);
        ByteArrayOutputStream replies = new ByteArrayOutputStream();
        shown.writeBytes(plain(raw, replies).getBytes(StandardCharsets.UTF_8));
        if (replies.size() > 0) {
            wire.send(replies.toByteArray());
            if (!isPrompt(shown.toString(StandardCharsets.UTF_8))) {
                byte[] more = wire.readUntil(
                        bytes -> isPrompt(plain(bytes, new ByteArrayOutputStream())), QUIET_MS, TOTAL_MS);
                shown.writeBytes(plain(more, new ByteArrayOutputStream()).getBytes(StandardCharsets.UTF_8));
            }
        }
        return shown.toString(StandardCharsets.UTF_8);
    }

    private static boolean isPrompt(String text) {
        return ASKS_USER.matcher(text).find()
                || WAITS.matcher(text).find()
                || ASKS_PASSWORD.matcher(text).find()
                || (!text.isBlank() && PROMPT.matcher(text.strip()).find());
    }

    private static String plain(byte[] raw, ByteArrayOutputStream replies) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < raw.length; i++) {
            int b = raw[i] & 0xff;
            if (b == IAC && i + 2 < raw.length) {
                int command = raw[i + 1] & 0xff;
                if (command == DO || command == WILL) {
                    replies.write(IAC);
                    replies.write(command == DO ? WONT : DONT);
                    replies.write(raw[i + 2]);
                }
                i += 2;
            } else if (b != 0) {
                text.append((char) b);
            }
        }
        return new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
