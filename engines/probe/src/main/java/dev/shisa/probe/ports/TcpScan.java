package dev.shisa.probe.ports;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which of all TCP ports accept a connection. One thread and one selector: connections are opened in the order of
 * time, at most {@link #IN_FLIGHT_MAX} at once and {@link #PER_SECOND_MAX} a second, and reset as soon as they stand. A
 * port that answers nothing is asked again with more patience. If some of those answer then, answers were lost on the
 * way: the device does not keep up, or lets only so many through, so the rest is asked more slowly, until nothing new
 * answers. Where hardly any answers from the start, a filter drops them, and one more time is enough.
 */
public final class TcpScan {

    private static final int IN_FLIGHT_MAX = 8000;

    /** Files that the rest of the run needs. */
    private static final int FILES_RESERVED = 1000;

    private static final int PER_SECOND_MAX = 20_000;
    private static final int PER_SECOND_MIN = 300;
    private static final int SLOWER = 4;

    /** Of those asked again; below it, what answers are the few refusals that a filter sends each second. */
    private static final double ANSWERED_SHARE_MIN = 0.01;

    private static final int PATIENCE_MS = 500;
    private static final int SECOND_PATIENCE_MS = 1000;
    private static final int ALL = 65_535;

    /**
     * What a scan of one address found.
     *
     * @param filtered how many ports answered neither yes nor no
     */
    public record Outcome(Set<Integer> open, int filtered, boolean complete) {}

    private record Waiting(int port, long sinceNanos) {}

    private final InetAddress address;
    private final long endNanos;
    private int inFlightMax = inFlightMax();
    private final Set<Integer> open = new TreeSet<>();
    private final List<Integer> silent = new ArrayList<>();
    private boolean unreachable;
    private int answered;

    private TcpScan(InetAddress address, long endNanos) {
        this.address = address;
        this.endNanos = endNanos;
    }

    /** Asks all ports of one address; what is not asked within {@code withinMs} makes the outcome incomplete. */
    public static Outcome all(InetAddress address, long withinMs) throws IOException {
        TcpScan scan = new TcpScan(address, System.nanoTime() + withinMs * 1_000_000L);
        List<Integer> ports =
                new ArrayList<>(IntStream.rangeClosed(1, ALL).boxed().toList());
        // In any order but the natural one, so that no filter takes the first hundred for the whole.
        Collections.shuffle(ports, new Random(ALL));
        boolean complete = scan.ask(ports, PATIENCE_MS, PER_SECOND_MAX);
        for (int perSecond = PER_SECOND_MAX; complete && !scan.silent.isEmpty(); perSecond /= SLOWER) {
            List<Integer> again = List.copyOf(scan.silent);
            int openBefore = scan.open.size();
            scan.silent.clear();
            scan.answered = 0;
            boolean all = scan.ask(again, SECOND_PATIENCE_MS, Math.max(PER_SECOND_MIN, perSecond));
            if (!all) {
                scan.silent.clear();
                scan.silent.addAll(again);
            }
            boolean lost = scan.open.size() > openBefore || scan.answered > ANSWERED_SHARE_MIN * again.size();
            if (!lost) {
                break;
            }
            complete = all && perSecond > PER_SECOND_MIN;
        }
        return new Outcome(scan.open, scan.silent.size(), complete && !scan.unreachable);
    }

    /** Two addresses are scanned at once. */
    private static int inFlightMax() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : IN_FLIGHT_MAX;
        return Math.clamp((files - FILES_RESERVED) / 2, 100, IN_FLIGHT_MAX);
    }

    private boolean ask(List<Integer> ports, int patienceMs, int perSecond) throws IOException {
        Deque<Integer> queue = new ArrayDeque<>(ports);
        Deque<SelectionKey> inOrder = new ArrayDeque<>();
        long startedNanos = System.nanoTime();
        long begun = 0;
        try (Selector selector = Selector.open()) {
            Set<SelectionKey> waiting = new HashSet<>();
            while (!queue.isEmpty() || !waiting.isEmpty()) {
                long now = System.nanoTime();
                if (now > endNanos) {
                    closeAll(waiting);
                    return false;
                }
                long allowed = (now - startedNanos) * perSecond / 1_000_000_000L + 50;
                while (!queue.isEmpty() && waiting.size() < inFlightMax && begun < allowed) {
                    SocketChannel channel;
                    try {
                        channel = SocketChannel.open();
                    } catch (IOException e) {
                        // Others of this process need files, too.
                        if (waiting.isEmpty()) {
                            throw e;
                        }
                        inFlightMax = Math.max(1, waiting.size() / 2);
                        break;
                    }
                    begun++;
                    SelectionKey key = begin(selector, channel, queue.remove());
                    if (key != null) {
                        waiting.add(key);
                        inOrder.add(key);
                    }
                }
                selector.select(2);
                for (Iterator<SelectionKey> ready = selector.selectedKeys().iterator(); ready.hasNext(); ) {
                    SelectionKey key = ready.next();
                    ready.remove();
                    finish(key);
                    waiting.remove(key);
                }
                giveUp(inOrder, waiting, patienceMs);
                // What was given up is only closed when the selector looks.
                selector.selectNow();
            }
        }
        return true;
    }

    private @Nullable SelectionKey begin(Selector selector, SocketChannel channel, int port) throws IOException {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            // On a quick network the answer is there before the question is registered.
            if (!channel.connect(new InetSocketAddress(address, port)) && !channel.finishConnect()) {
                return channel.register(selector, SelectionKey.OP_CONNECT, new Waiting(port, System.nanoTime()));
            }
            answered++;
            open.add(port);
        } catch (NoRouteToHostException e) {
            unreachable = true;
        } catch (ConnectException e) {
            // Refused at once: closed.
            answered++;
        }
        channel.close();
        return null;
    }

    private void finish(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        Waiting waiting = (Waiting) key.attachment();
        try {
            answered++;
            if (channel.finishConnect()) {
                open.add(waiting.port());
            }
        } catch (NoRouteToHostException e) {
            answered--;
            silent.add(waiting.port());
        } catch (IOException e) {
            // Refused: closed.
        } finally {
            channel.close();
        }
    }

    private void giveUp(Deque<SelectionKey> inOrder, Set<SelectionKey> waiting, int patienceMs) throws IOException {
        long before = System.nanoTime() - patienceMs * 1_000_000L;
        while (!inOrder.isEmpty()) {
            SelectionKey oldest = inOrder.peek();
            if (waiting.contains(oldest)) {
                Waiting since = (Waiting) oldest.attachment();
                if (since.sinceNanos() > before) {
                    return;
                }
                silent.add(since.port());
                oldest.channel().close();
                waiting.remove(oldest);
            }
            inOrder.remove();
        }
    }

    private static void closeAll(Set<SelectionKey> waiting) throws IOException {
        for (SelectionKey key : waiting) {
            key.channel().close();
        }
    }
}
