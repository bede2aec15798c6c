package dev.shisa.probe.ports;

import dev.shisa.probe.ports.UdpQuestions.Question;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which UDP ports are open. A port that answers a question is open. One that answers nothing is told by what is
 * missing: a closed port gives a closed-port answer (ICMP port unreachable). Devices send those answers slowly (Linux:
 * six at once, then one a second), so the second way goes one port a second, and a suspect is asked again between two
 * control ports that must answer; where the control ports are silent too, nothing is said of silent ports.
 */
public final class UdpScan {

    private static final int ANSWER_MS = 900;
    private static final int PACE_MS = 1080;
    private static final int DATAGRAM_MAX = 65_507;
    private static final int TRIES = 3;

    /** What one datagram led to. */
    public sealed interface Reply {
        @SuppressWarnings("ArrayRecordComponent") // read, never compared
        record Answer(byte[] bytes, int fromPort) implements Reply {}

        record Closed() implements Reply {}

        record Silence() implements Reply {}
    }

    /**
     * Ports that answer nothing, not even that they are closed.
     *
     * @param control whether closed ports of this device say that they are closed
     */
    public record Silent(Set<Integer> open, int asked, boolean control) {}

    private UdpScan() {}

    /** Sends one datagram and waits; the answer may come from another port, as it does in TFTP. */
    public static Reply ask(Bench bench, Endpoint endpoint, byte[] words, int waitMs) throws IOException {
        bench.budget().spend();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(waitMs);
            socket.send(new DatagramPacket(words, words.length, endpoint.socket()));
            DatagramPacket answer = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
            long end = System.nanoTime() + waitMs * 1_000_000L;
            while (System.nanoTime() < end) {
                socket.receive(answer);
                if (answer.getAddress().equals(endpoint.address())) {
                    return new Reply.Answer(Arrays.copyOf(answer.getData(), answer.getLength()), answer.getPort());
                }
            }
        } catch (SocketTimeoutException e) {
            // no answer
        }
        return new Reply.Silence();
    }

    /** Sends one datagram to see whether the port says that it is closed. */
    private static Reply knock(Bench bench, Endpoint endpoint, byte[] words) throws IOException {
        bench.budget().spend();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(endpoint.socket());
            socket.setSoTimeout(ANSWER_MS);
            socket.send(new DatagramPacket(words, words.length));
            DatagramPacket answer = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
            socket.receive(answer);
            return new Reply.Answer(Arrays.copyOf(answer.getData(), answer.getLength()), endpoint.port());
        } catch (PortUnreachableException e) {
            return new Reply.Closed();
        } catch (SocketTimeoutException e) {
            return new Reply.Silence();
        }
    }

    /** Asks in the protocols' own words, twice where nothing comes. */
    public static List<Service> speak(Bench bench, InetAddress address) throws IOException {
        List<Service> found = new ArrayList<>();
        for (Question question : UdpQuestions.all()) {
            Endpoint endpoint = Endpoint.udp(address, question.port());
            if (found.stream().anyMatch(s -> s.endpoint().equals(endpoint))) {
                continue;
            }
            answer(bench, endpoint, question.words())
                    .ifPresent(bytes -> found.add(new Service(
                            endpoint,
                            question.protocol(),
                            false,
                            bytes,
                            bench.secrets().exchange(question.words(), bytes))));
        }
        return found;
    }

    private static Optional<byte[]> answer(Bench bench, Endpoint endpoint, byte[] words) throws IOException {
        for (int i = 0; i < 2; i++) {
            if (ask(bench, endpoint, words, ANSWER_MS) instanceof Reply.Answer answer) {
                return Optional.of(answer.bytes());
            }
        }
        return Optional.empty();
    }

    /** Looks for ports that miss the closed-port answer, as many as fit into the time. */
    public static Silent silent(Bench bench, InetAddress address, List<Integer> ports, long withinMs)
            throws IOException {
        long end = bench.budget().elapsedMs() + withinMs;
        bench.budget().pause(PACE_MS);
        if (!controlAnswers(bench, address)) {
            return new Silent(Set.of(), 0, false);
        }
        List<Integer> suspects = new ArrayList<>();
        int asked = 0;
        for (int port : ports) {
            if (bench.budget().elapsedMs() + ((long) suspects.size() * TRIES * 2L + 3L) * PACE_MS > end) {
                break;
            }
            bench.budget().pause(PACE_MS);
            asked++;
            if (!(knock(bench, Endpoint.udp(address, port), new byte[] {0}) instanceof Reply.Closed)) {
                suspects.add(port);
            }
        }
        Set<Integer> open = new TreeSet<>();
        for (int port : suspects) {
            if (staysSilent(bench, address, port)) {
                open.add(port);
            }
        }
        return new Silent(open, asked, true);
    }

    private static boolean staysSilent(Bench bench, InetAddress address, int port) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            bench.budget().pause(PACE_MS);
            if (!controlAnswers(bench, address)) {
                return false;
            }
            bench.budget().pause(PACE_MS);
            if (knock(bench, Endpoint.udp(address, port), new byte[] {0}) instanceof Reply.Closed) {
                return false;
            }
        }
        return true;
    }

    private static boolean controlAnswers(Bench bench, InetAddress address) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = bench.number(40_000, 47_000);
            if (knock(bench, Endpoint.udp(address, port), new byte[] {0}) instanceof Reply.Closed) {
                return true;
            }
            bench.budget().pause(PACE_MS);
        }
        return false;
    }
}
