package dev.shisa.probe.tls;

import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * One ClientHello, and what the server says to it (RFC 5246 and RFC 8446, section 4.1). Nothing is encrypted here: up
 * to TLS 1.2 the server's first flight is in clear, and of TLS 1.3 the ServerHello is. So every version and suite can
 * be asked for, whatever Java still speaks.
 */
public final class Hello {

    private static final int RECORD_ALERT = 21;
    private static final int RECORD_HANDSHAKE = 22;
    private static final int SERVER_HELLO = 2;
    private static final int CERTIFICATE = 11;
    private static final int SERVER_KEY_EXCHANGE = 12;
    private static final int SERVER_HELLO_DONE = 14;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int FLIGHT_MAX = 64 << 10;
    private static final int RANDOM_BYTES = 32;

    /** So long an answer is usually waited for. */
    public static final int WAIT_MS = 2500;

    /** What the server said. */
    public sealed interface Reply {
        /**
         * The server agreed.
         *
         * @param dhBits size of the prime, where the suite has one
         */
        @SuppressWarnings("ArrayRecordComponent") // read, never compared
        record Chosen(TlsVersion version, int suite, List<X509Certificate> chain, OptionalInt dhBits, byte[] bytes)
                implements Reply {}

        @SuppressWarnings("ArrayRecordComponent") // read, never compared
        record Alert(int description, byte[] bytes) implements Reply {}

        /** Not TLS, or nothing. */
        @SuppressWarnings("ArrayRecordComponent") // read, never compared
        record None(byte[] bytes) implements Reply {}
    }

    private Hello() {}

    public static Reply ask(Bench bench, Endpoint endpoint, TlsVersion version, List<Integer> suites)
            throws IOException {
        return ask(bench, endpoint, version, suites, WAIT_MS);
    }

    private static Reply ask(Bench bench, Endpoint endpoint, TlsVersion version, List<Integer> suites, int waitMs)
            throws IOException {
        try (Wire wire = Wire.open(bench, endpoint, false)) {
            wire.send(message(bench, version, suites));
            byte[] flight = wire.readUntil(bytes -> bytes.length >= FLIGHT_MAX || isWhole(bytes), waitMs, 2 * waitMs);
            return parse(flight);
        }
    }

    /** Whether anything speaks TLS at this port at all, where it says so within this time. */
    public static boolean isTls(Bench bench, Endpoint endpoint, int waitMs) throws IOException {
        for (TlsVersion version : List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)) {
            if (!(ask(bench, endpoint, version, suites(version), waitMs) instanceof Reply.None)) {
                return true;
            }
        }
        return false;
    }

    static List<Integer> suites(TlsVersion version) {
        return version == TlsVersion.TLS_1_3 ? Suites.OF_TLS_1_3 : Suites.upTo12();
    }

    private static byte[] message(Bench bench, TlsVersion version, List<Integer> suites) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean isNew = version == TlsVersion.TLS_1_3;
        int legacy = isNew ? TlsVersion.TLS_1_2.code() : version.code();
        number(body, legacy, 2);
        body.writeBytes(bench.bytes(RANDOM_BYTES));
        sized(body, isNew ? bench.bytes(RANDOM_BYTES) : new byte[0], 1);
        ByteArrayOutputStream codes = new ByteArrayOutputStream();
        suites.forEach(code -> number(codes, code, 2));
        number(codes, 0x00ff, 2);
        sized(body, codes.toByteArray(), 2);
        sized(body, new byte[] {0}, 1);
        if (version != TlsVersion.SSL_3) {
            sized(body, extensions(bench, version), 2);
        }
        ByteArrayOutputStream handshake = new ByteArrayOutputStream();
        handshake.write(1);
        sized(handshake, body.toByteArray(), 3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(RECORD_HANDSHAKE);
        number(out, Math.min(legacy, TlsVersion.TLS_1_0.code()), 2);
        sized(out, handshake.toByteArray(), 2);
        return out.toByteArray();
    }

    private static byte[] extensions(Bench bench, TlsVersion version) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        extension(out, 10, bytes(0, 12, 0, 29, 0, 23, 0, 24, 0, 25, 0, 19, 0, 21));
        extension(out, 11, bytes(1, 0));
        if (version.code() >= TlsVersion.TLS_1_2.code()) {
            extension(
                    out,
                    13,
                    bytes(
                            0, 34, 4, 3, 5, 3, 6, 3, 8, 4, 8, 5, 8, 6, 8, 7, 8, 9, 8, 10, 4, 1, 5, 1, 6, 1, 2, 3, 2, 1,
                            1, 1, 4, 2, 2, 2));
        }
        if (version == TlsVersion.TLS_1_3) {
            extension(out, SUPPORTED_VERSIONS, bytes(2, 3, 4));
            ByteArrayOutputStream share = new ByteArrayOutputStream();
            number(share, 2 + 2 + RANDOM_BYTES, 2);
            number(share, 29, 2);
            sized(share, bench.bytes(RANDOM_BYTES), 2);
            extension(out, 51, share.toByteArray());
        }
        return out.toByteArray();
    }

    private static void extension(ByteArrayOutputStream out, int type, byte[] content) {
        number(out, type, 2);
        sized(out, content, 2);
    }

    private static byte[] bytes(int... values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            out[i] = (byte) values[i];
        }
        return out;
    }

    private static void number(ByteArrayOutputStream out, int value, int width) {
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            out.write(value >> shift);
        }
    }

    private static void sized(ByteArrayOutputStream out, byte[] content, int width) {
        number(out, content.length, width);
        out.writeBytes(content);
    }

    /** Whether the flight has come to its end: an alert, the last message in clear, or the ServerHello of TLS 1.3. */
    private static boolean isWhole(byte[] flight) {
        if (flight.length >= 1 && flight[0] != RECORD_ALERT && flight[0] != RECORD_HANDSHAKE) {
            return true;
        }
        if (flight.length >= 7 && flight[0] == RECORD_ALERT) {
            return true;
        }
        List<Message> messages = messages(flight);
        return messages.stream().anyMatch(m -> m.type() == SERVER_HELLO_DONE)
                || messages.stream()
                        .anyMatch(m -> m.type() == SERVER_HELLO && version(m.body()) == TlsVersion.TLS_1_3.code());
    }

    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    private record Message(int type, byte[] body) {}

    private static List<Message> messages(byte[] flight) {
        ByteArrayOutputStream handshake = new ByteArrayOutputStream();
        int at = 0;
        while (at + 5 <= flight.length && flight[at] == RECORD_HANDSHAKE) {
            int length = ((flight[at + 3] & 0xff) << 8) | (flight[at + 4] & 0xff);
            handshake.write(flight, at + 5, Math.min(length, flight.length - at - 5));
            at += 5 + length;
        }
        byte[] all = handshake.toByteArray();
        List<Message> messages = new ArrayList<>();
        int from = 0;
        while (from + 4 <= all.length) {
            int length = ((all[from + 1] & 0xff) << 16) | ((all[from + 2] & 0xff) << 8) | (all[from + 3] & 0xff);
            if (from + 4 + length > all.length) {
                break;
            }
            messages.add(new Message(all[from], Arrays.copyOfRange(all, from + 4, from + 4 + length)));
            from += 4 + length;
        }
        return messages;
    }

    static Reply parse(byte[] flight) {
        if (flight.length >= 7 && flight[0] == RECORD_ALERT && flight[1] == 3) {
            return new Reply.Alert(flight[6] & 0xff, flight);
        }
        List<Message> messages = messages(flight);
        if (messages.isEmpty() || messages.getFirst().type() != SERVER_HELLO) {
            return new Reply.None(flight);
        }
        try {
            byte[] hello = messages.getFirst().body();
            var version = TlsVersion.of(version(hello));
            if (version.isEmpty()) {
                return new Reply.None(flight);
            }
            ByteBuffer buffer = ByteBuffer.wrap(hello).position(2 + RANDOM_BYTES);
            buffer.position(buffer.position() + 1 + (buffer.get(buffer.position()) & 0xff));
            int suite = buffer.getShort() & 0xffff;
            List<X509Certificate> chain = List.of();
            OptionalInt dhBits = OptionalInt.empty();
            for (Message message : messages) {
                if (message.type() == CERTIFICATE) {
                    chain = chain(message.body());
                } else if (message.type() == SERVER_KEY_EXCHANGE
                        && (Suites.FINITE_FIELD_DH.contains(suite)
                                || (Suites.NO_AUTHENTICATION.codes().contains(suite) && suite < 0x00c6))) {
                    dhBits = OptionalInt.of(primeBits(message.body()));
                }
            }
            return new Reply.Chosen(version.get(), suite, chain, dhBits, flight);
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Reply.None(flight);
        }
    }

    /** The version of a ServerHello: from its extension where there is one. */
    private static int version(byte[] hello) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(hello);
            int legacy = buffer.getShort() & 0xffff;
            buffer.position(2 + RANDOM_BYTES);
            int session = buffer.get() & 0xff;
            buffer.position(buffer.position() + session + 2 + 1);
            if (buffer.remaining() < 2) {
                return legacy;
            }
            int end = buffer.position() + 2 + (buffer.getShort() & 0xffff);
            while (buffer.position() + 4 <= Math.min(end, buffer.limit())) {
                int type = buffer.getShort() & 0xffff;
                int length = buffer.getShort() & 0xffff;
                if (type == SUPPORTED_VERSIONS && length == 2) {
                    return buffer.getShort() & 0xffff;
                }
                buffer.position(buffer.position() + length);
            }
            return legacy;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return 0;
        }
    }

    private static int primeBits(byte[] body) {
        int length = ((body[0] & 0xff) << 8) | (body[1] & 0xff);
        return new BigInteger(1, Arrays.copyOfRange(body, 2, 2 + length)).bitLength();
    }

    private static List<X509Certificate> chain(byte[] body) {
        List<X509Certificate> chain = new ArrayList<>();
        int at = 3;
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (at + 3 <= body.length && chain.size() < 10) {
                int length = ((body[at] & 0xff) << 16) | ((body[at + 1] & 0xff) << 8) | (body[at + 2] & 0xff);
                if (at + 3 + length > body.length) {
                    break;
                }
                chain.add(
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(body, at + 3, length)));
                at += 3 + length;
            }
        } catch (CertificateException e) {
            return List.copyOf(chain);
        }
        return chain;
    }
}
