package dev.shisa.probe.ports;

import dev.shisa.probe.ports.UdpQuestions.Question;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which UDP ports are open. A port that answers a question is open. One that answers nothing is told by what is
 * missing: a closed port gives a closed-port answer (ICMP port unreachable). Devices send those answers slowly (Linux:
 * six at once, then one a second), so the second way goes as slowly as that, and a suspect is asked again between two
 * control ports that must answer; where the control ports are silent too, nothing is said of silent ports.
 */
public final class UdpScan {

    private static final int ANSWER_MS = 900;
    private static final int PACE_MS = 1080;

    /** Linux answers four a second over IPv6; tried first, and given up where answers stay away. */
    private static final int QUICK_PACE_MS = 280;

    private static final int GROUP_MS = 1500;
    private static final int PORTS = 65_535;
    private static final int SWEPT_PER_SECOND = 12_000;
    private static final int SWEPT_AT_ONCE = 100;
    private static final int SWEPT_ANSWERS_MAX = 1000;
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
     * @param left ports that were to be watched and could not be told: not asked in time, or the control ports fell silent
     * @param control whether closed ports of this device say that they are closed
     */
    public record Silent(Set<Integer> open, int asked, int left, boolean control) {}

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
    public static Reply knock(Bench bench, Endpoint endpoint, byte[] words) throws IOException {
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

    /** Asks in the protocols' own words, twice where nothing comes, and the whole network where that is usual. */
    public static List<Service> speak(Bench bench, InetAddress address) throws IOException {
        Map<Integer, List<Question>> byPort = UdpQuestions.all().stream()
                .collect(Collectors.groupingBy(Question::port, LinkedHashMap::new, Collectors.toList()));
        List<Service> found = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Service>>> asked = byPort.values().stream()
                    .map(questions -> threads.submit(() -> first(bench, address, questions)))
                    .toList();
            for (Future<Optional<Service>> one : asked) {
                one.get().ifPresent(found::add);
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException ours) {
                throw ours;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return found;
    }

    private static Optional<Service> first(Bench bench, InetAddress address, List<Question> questions)
            throws IOException {
        for (Question question : questions) {
            Endpoint endpoint = Endpoint.udp(address, question.port());
            Optional<byte[]> answer = answer(bench, endpoint, question.words());
            if (answer.isPresent()) {
                return Optional.of(new Service(
                        endpoint,
                        question.protocol(),
                        false,
                        answer.get(),
                        bench.secrets().exchange(question.words(), answer.get())));
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> answer(Bench bench, Endpoint endpoint, byte[] words) throws IOException {
        for (int i = 0; i < 2; i++) {
            if (ask(bench, endpoint, words, ANSWER_MS) instanceof Reply.Answer answer) {
                return Optional.of(answer.bytes());
            }
        }
        return askGroup(bench, endpoint, words);
    }

    /**
     * Asks everybody on the device's network by the group address of this port, and takes the device's answer only.
     * Responders may listen there and nowhere else.
     */
    public static Optional<byte[]> askGroup(Bench bench, Endpoint endpoint, byte[] words) throws IOException {
        String group = UdpQuestions.GROUPS.get(endpoint.port());
        if (group == null || endpoint.isV6()) {
            return Optional.empty();
        }
        bench.budget().spend();
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            NetworkInterface towards = towards(endpoint);
            if (towards != null) {
                channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, towards);
            }
            DatagramSocket socket = channel.socket();
            socket.setSoTimeout(GROUP_MS);
            socket.send(new DatagramPacket(
                    words, words.length, new InetSocketAddress(InetAddress.ofLiteral(group), endpoint.port())));
            DatagramPacket answer = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
            long end = System.nanoTime() + GROUP_MS * 1_000_000L;
            while (System.nanoTime() < end) {
                socket.receive(answer);
                if (answer.getAddress().equals(endpoint.address())) {
                    return Optional.of(Arrays.copyOf(answer.getData(), answer.getLength()));
                }
            }
        } catch (SocketException | SocketTimeoutException e) {
            // no answer, or no way to such groups
        }
        return Optional.empty();
    }

    private static @Nullable NetworkInterface towards(Endpoint endpoint) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(endpoint.socket());
            return NetworkInterface.getByInetAddress(socket.getLocalAddress());
        }
    }

    /**
     * Says something to every port and gathers what answers: services on ports that nobody expects them on.
     *
     * @return answers by port
     */
    public static Map<Integer, Reply.Answer> sweep(InetAddress address, List<byte[]> words) throws IOException {
        Map<Integer, Reply.Answer> answers = new TreeMap<>();
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.configureBlocking(false);
            ByteBuffer buffer = ByteBuffer.allocate(DATAGRAM_MAX);
            long startedNanos = System.nanoTime();
            long sent = 0;
            for (byte[] word : words) {
                for (int port = 1; port <= PORTS; port++) {
                    try {
                        channel.send(ByteBuffer.wrap(word), new InetSocketAddress(address, port));
                    } catch (SocketException e) {
                        // A full queue; the next words come by again.
                    }
                    sent++;
                    if (sent % SWEPT_AT_ONCE == 0) {
                        gather(channel, buffer, address, answers);
                        long ahead = sent * 1_000_000_000L / SWEPT_PER_SECOND - (System.nanoTime() - startedNanos);
                        LockSupport.parkNanos(Math.max(0, ahead));
                    }
                }
            }
            for (int i = 0; i < ANSWER_MS / 100; i++) {
                gather(channel, buffer, address, answers);
                LockSupport.parkNanos(100_000_000L);
            }
        }
        return answers;
    }

    private static void gather(
            DatagramChannel channel, ByteBuffer buffer, InetAddress address, Map<Integer, Reply.Answer> answers)
            throws IOException {
        while (true) {
            buffer.clear();
            if (!(channel.receive(buffer) instanceof InetSocketAddress from)) {
                return;
            }
            if (from.getAddress().equals(address) && answers.size() < SWEPT_ANSWERS_MAX) {
                byte[] bytes = new byte[buffer.flip().remaining()];
                buffer.get(bytes);
                answers.putIfAbsent(from.getPort(), new Reply.Answer(bytes, from.getPort()));
            }
        }
    }

    /**
     * Looks for ports that miss the closed-port answer, as many as fit into the time.
     *
     * @param isKnown whether a port was seen to answer meanwhile, so that nobody need watch it
     * @param untilMs counted from the start of the run
     */
    public static Silent silent(
            Bench bench, InetAddress address, List<Integer> ports, IntPredicate isKnown, long untilMs)
            throws IOException {
        return silent(bench, address, ports, isKnown, untilMs, endpoint -> knock(bench, endpoint, new byte[] {0}));
    }

    /** What becomes of a datagram that no protocol knows. */
    interface Knock {
        Reply at(Endpoint endpoint) throws IOException;
    }

    static Silent silent(
            Bench bench, InetAddress address, List<Integer> ports, IntPredicate isKnown, long untilMs, Knock knock)
            throws IOException {
        long end = untilMs;
        bench.budget().pause(PACE_MS);
        if (!controlAnswers(bench, address, knock)) {
            return new Silent(Set.of(), 0, 0, false);
        }
        List<Integer> suspects = new ArrayList<>();
        Deque<Integer> queue = new ArrayDeque<>(ports);
        int paceMs = address instanceof Inet6Address ? QUICK_PACE_MS : PACE_MS;
        int asked = 0;
        while (!queue.isEmpty()
                && bench.budget().elapsedMs() + ((long) suspects.size() * TRIES * 2L + 3L) * PACE_MS <= end) {
            int port = queue.remove();
            asked++;
            if (isKnown.test(port)) {
                continue;
            }
            bench.budget().pause(paceMs);
            Endpoint endpoint = Endpoint.udp(address, port);
            if (!isClosed(endpoint, knock)) {
                // Asked too quickly, or somebody else took the answer's turn: once more in its own time.
                bench.budget().pause(PACE_MS);
                if (isClosed(endpoint, knock)) {
                    paceMs = PACE_MS;
                } else {
                    suspects.add(port);
                }
            }
        }
        Set<Integer> open = new TreeSet<>();
        int left = queue.size();
        for (int port : suspects) {
            switch (watched(bench, Endpoint.udp(address, port), knock)) {
                case OPEN -> open.add(port);
                case UNTOLD -> left++;
                case CLOSED -> {
                    // As it should be.
                }
            }
        }
        return new Silent(open, asked, left, true);
    }

    private static boolean isClosed(Endpoint endpoint, Knock knock) throws IOException {
        return knock.at(endpoint) instanceof Reply.Closed;
    }

    private enum Told {
        OPEN,
        CLOSED,
        /** The control ports fell silent as well. */
        UNTOLD
    }

    private static Told watched(Bench bench, Endpoint endpoint, Knock knock) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            bench.budget().pause(PACE_MS);
            if (!controlAnswers(bench, endpoint.address(), knock)) {
                return Told.UNTOLD;
            }
            bench.budget().pause(PACE_MS);
            if (isClosed(endpoint, knock)) {
                return Told.CLOSED;
            }
        }
        return Told.OPEN;
    }

    private static boolean controlAnswers(Bench bench, InetAddress address, Knock knock) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            if (isClosed(control(bench, address), knock)) {
                return true;
            }
            bench.budget().pause(PACE_MS);
        }
        return false;
    }

    /** A port that is as good as certainly closed. */
    private static Endpoint control(Bench bench, InetAddress address) {
        return Endpoint.udp(address, bench.number(40_000, 47_000));
    }
}
