package dev.shisa.probe.login;

import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** MQTT 3.1.1 (OASIS): name and password of the CONNECT packet. */
public final class MqttLogin implements Mechanism {

    private static final int QUIET_MS = 4000;
    private static final int LISTEN_MS = 1500;

    private final Bench bench;
    private final Service service;

    public MqttLogin(Bench bench, Service service) {
        this.bench = bench;
        this.service = service;
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public Optional<Mechanism> over(Endpoint other) {
        return Optional.of(new MqttLogin(bench, service.at(other)));
    }

    @Override
    public Tried attempt(String user, String password) {
        bench.secrets().add(user, password);
        return connect(user, password, false);
    }

    /** Connects without name and listens to everything for a moment. */
    @Override
    public Tried withoutLogin() {
        return connect(null, "", true);
    }

    private Tried connect(@Nullable String user, String password, boolean listen) {
        try (Wire wire = Wire.open(bench, service.endpoint(), service.tls())) {
            wire.send(connectPacket(user, password));
            byte[] answer = wire.readUntil(bytes -> bytes.length >= 4, QUIET_MS, QUIET_MS);
            if (answer.length < 4 || answer[0] != 0x20) {
                return new Tried(Tried.Outcome.SILENT, bench.secrets().exchange(wire.sent(), wire.received()));
            }
            boolean accepted = answer[3] == 0;
            if (accepted && listen) {
                ByteArrayOutputStream topics = new ByteArrayOutputStream();
                topics.writeBytes(new byte[] {0, 1});
                text(topics, "#");
                topics.write(0);
                text(topics, "$SYS/broker/version");
                topics.write(0);
                wire.send(packet(0x82, topics.toByteArray()));
                byte[] said = wire.readUntil(bytes -> bytes.length > 8000, LISTEN_MS, 2 * LISTEN_MS);
                bench.told(where(), new String(said, StandardCharsets.ISO_8859_1).replaceAll("[^\\x20-\\x7e]+", " "));
            }
            // To a stranger only these codes say that it is the log-in that lacks (MQTT 3.1.1, 3.2.2.3).
            boolean otherwise = listen && !accepted && answer[3] != 4 && answer[3] != 5;
            return new Tried(
                    accepted ? Tried.Outcome.ACCEPTED : otherwise ? Tried.Outcome.SILENT : Tried.Outcome.REFUSED,
                    bench.secrets().exchange(wire.sent(), wire.received()));
        } catch (IOException e) {
            return Tried.silent(e);
        }
    }

    private byte[] connectPacket(@Nullable String user, String password) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.write(4);
        body.write(user == null ? 0x02 : 0xc2);
        body.writeBytes(new byte[] {0, 20});
        text(body, "shisa" + bench.word(6));
        if (user != null) {
            text(body, user);
            text(body, password);
        }
        return packet(0x10, body.toByteArray());
    }

    private static byte[] packet(int type, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(type);
        int length = body.length;
        do {
            int digit = length % 128;
            length /= 128;
            out.write(length > 0 ? digit | 0x80 : digit);
        } while (length > 0);
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
