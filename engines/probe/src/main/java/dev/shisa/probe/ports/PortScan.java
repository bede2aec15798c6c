package dev.shisa.probe.ports;

import dev.shisa.probe.Declaration.DeclaredPort;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.Stopped;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** All open ports of the device over its addresses, with what speaks behind them, against what is declared. */
public final class PortScan {

    /** More open ports than this are a tarpit; those beyond are reported and not asked. */
    private static final int IDENTIFIED_MAX = 100;

    private static final int ALL = 65_535;
    private static final long SCAN_MS = 45_000;
    private static final long SWEEP_MS = 22_000;

    private final Bench bench;
    private final List<InetAddress> addresses = new ArrayList<>();
    private final Map<InetAddress, TcpScan.Outcome> tcp = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<Service> all = new CopyOnWriteArrayList<>();
    private volatile boolean isOver;
    private final Map<InetAddress, UdpScan.Silent> silent = new LinkedHashMap<>();
    private final List<Service> swept = new CopyOnWriteArrayList<>();

    public PortScan(Bench bench) {
        this.bench = bench;
        addresses.add(bench.declared().address());
        bench.declared().address6().ifPresent(addresses::add);
    }

    /** Asks what is declared, and UDP ports in their own words, so that other checks can begin. */
    public void first() throws IOException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Service>>> udp = addresses.stream()
                    .map(address -> threads.submit(() -> UdpScan.speak(bench, address)))
                    .toList();
            List<Endpoint> declared = addresses.stream()
                    .flatMap(address -> bench.declared().tcp().stream().map(port -> Endpoint.tcp(address, port.port())))
                    .distinct()
                    .limit(IDENTIFIED_MAX)
                    .toList();
            identify(declared, true, threads);
            for (Future<List<Service>> some : udp) {
                all.addAll(got(some));
            }
        }
        all.forEach(service -> bench.progress("found " + service.where()));
    }

    /** Asks all TCP ports. */
    public void scan() throws IOException {
        try (ExecutorService threads = ownThreads()) {
            Map<InetAddress, Future<TcpScan.Outcome>> scans = new LinkedHashMap<>();
            addresses.forEach(address -> scans.put(address, threads.submit(() -> TcpScan.all(address, SCAN_MS))));
            List<Endpoint> open = new ArrayList<>();
            for (Map.Entry<InetAddress, Future<TcpScan.Outcome>> scan : scans.entrySet()) {
                TcpScan.Outcome outcome = got(scan.getValue());
                scanned(scan.getKey(), outcome);
                bench.progress(scan.getKey().getHostAddress() + ": TCP " + outcome.open());
                outcome.open().stream()
                        .limit(IDENTIFIED_MAX)
                        .map(port -> Endpoint.tcp(scan.getKey(), port))
                        .filter(endpoint -> all.stream()
                                .noneMatch(service -> service.endpoint().equals(endpoint)))
                        .forEach(open::add);
            }
            List<Service> found = identify(open, false, threads);
            found.forEach(service -> bench.progress("found " + service.where()));
        }
    }

    void scanned(InetAddress address, TcpScan.Outcome outcome) {
        tcp.put(address, outcome);
    }

    void watched(InetAddress address, UdpScan.Silent outcome) {
        silent.put(address, outcome);
    }

    /** What keeps a processor busy for seconds must not keep the other checks from theirs. */
    private static ExecutorService ownThreads() {
        return Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
    }

    private List<Service> identify(List<Endpoint> endpoints, boolean maybeClosed, ExecutorService threads)
            throws IOException {
        List<Service> found = new ArrayList<>();
        List<Future<Optional<Service>>> identified = endpoints.stream()
                .map(endpoint -> threads.submit(() -> Optional.of(Identifier.identify(bench, endpoint))
                        .filter(_ -> !maybeClosed || bench.pulse().wasOpen(endpoint))))
                .toList();
        for (Future<Optional<Service>> one : identified) {
            got(one).ifPresent(found::add);
        }
        all.addAll(found);
        return found;
    }

    private static <T> T got(Future<T> future) throws IOException {
        try {
            return future.get();
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
            throw new Stopped("stopped-person");
        }
    }

    /** Whether the device answered at all. */
    public boolean isReachable() {
        return !all.isEmpty()
                || tcp.values().stream().anyMatch(outcome -> outcome.filtered() < ALL && outcome.complete());
    }

    /** Whether each TCP port of each address was asked, and something answered. */
    public boolean isScanned() {
        return tcp.size() == addresses.size()
                && tcp.entrySet().stream().allMatch(e -> e.getValue().complete() && answered(e.getKey()));
    }

    /** Whether an address answered for any port, be it that it is closed: without that, silence says nothing. */
    private boolean answered(InetAddress address) {
        TcpScan.Outcome outcome = tcp.get(address);
        return (outcome != null && outcome.filtered() < ALL)
                || all.stream().anyMatch(s -> s.endpoint().address().equals(address));
    }

    /** Every service once: over IPv6 only what is not there, or something else, over IPv4. */
    public List<Service> services() {
        List<Service> distinct = new ArrayList<>();
        for (Service service : all) {
            boolean known = distinct.stream().anyMatch(s -> isSame(s, service));
            if (!known) {
                distinct.add(service);
            }
        }
        distinct.sort(Comparator.comparingInt(service -> service.endpoint().port()));
        return distinct;
    }

    /** The same service over the other address of the device, if it is there, too. */
    public Optional<Endpoint> twin(Service service) {
        return all.stream()
                .filter(other -> !other.endpoint().equals(service.endpoint()) && isSame(other, service))
                .map(Service::endpoint)
                .findFirst();
    }

    private static boolean isSame(Service one, Service other) {
        return one.endpoint().port() == other.endpoint().port()
                && one.endpoint().udp() == other.endpoint().udp()
                && one.protocol() == other.protocol()
                && one.tls() == other.tls()
                && firstLine(one).equals(firstLine(other));
    }

    private static String firstLine(Service service) {
        return service.bannerText().lines().findFirst().orElse("");
    }

    /**
     * Looks for UDP ports that answer nothing, not even that they are closed, then for those that answer where nobody
     * expects it: many questions at once take the turns of the closed-port answers, which devices count for all of
     * their addresses together. This takes long, waits most of the time, and goes on beside everything else.
     */
    public void watchSilent(long untilMs) throws IOException {
        for (Map.Entry<InetAddress, UdpScan.Silent> watched : each(address -> UdpScan.silent(
                        bench, address, watchedPorts(), port -> isOver || answered(address, port), untilMs - SWEEP_MS))
                .entrySet()) {
            watched(watched.getKey(), watched.getValue());
        }
        if (!isOver) {
            each(address -> UdpScan.sweep(address, UdpQuestions.FOR_EVERY_PORT)).forEach(this::keep);
        }
    }

    private interface OfAddress<T> {
        T run(InetAddress address) throws IOException;
    }

    private <T> Map<InetAddress, T> each(OfAddress<T> step) throws IOException {
        Map<InetAddress, T> results = new LinkedHashMap<>();
        try (ExecutorService threads = ownThreads()) {
            Map<InetAddress, Future<T>> begun = new LinkedHashMap<>();
            addresses.forEach(address -> begun.put(address, threads.submit(() -> step.run(address))));
            for (Map.Entry<InetAddress, Future<T>> one : begun.entrySet()) {
                results.put(one.getKey(), got(one.getValue()));
            }
        }
        return results;
    }

    /** What is declared may be silent. */
    private List<Integer> watchedPorts() {
        return UdpQuestions.OFTEN_SILENT.stream()
                .filter(port -> bench.declared().udp().stream().noneMatch(declared -> declared.port() == port))
                .toList();
    }

    private void keep(InetAddress address, Map<Integer, UdpScan.Reply.Answer> answers) {
        answers.values().stream()
                .filter(answer -> !answered(address, answer.fromPort()))
                .map(answer -> new Service(
                        Endpoint.udp(address, answer.fromPort()),
                        Protocol.UNKNOWN,
                        false,
                        answer.bytes(),
                        bench.secrets().exchange(UdpQuestions.FOR_EVERY_PORT.getFirst(), answer.bytes())))
                .forEach(swept::add);
    }

    /** Nothing is to be watched for any more. */
    public void end() {
        isOver = true;
    }

    private boolean answered(InetAddress address, int port) {
        return Stream.concat(all.stream(), swept.stream())
                .anyMatch(s -> s.endpoint().equals(Endpoint.udp(address, port)));
    }

    /** Compares with the declaration. */
    public void judge() {
        boolean wrong = false;
        for (Map.Entry<InetAddress, TcpScan.Outcome> scan : tcp.entrySet()) {
            for (int port : scan.getValue().open()) {
                wrong |= judge(
                        Endpoint.tcp(scan.getKey(), port), bench.declared().tcp());
            }
            if (scan.getValue().complete() && !answered(scan.getKey())) {
                String address = scan.getKey().getHostAddress();
                bench.observe(Key.PORTS, Verdict.UNKNOWN, address, "ports-no-answer", Exchange.NONE, address);
                wrong = true;
            }
            if (!scan.getValue().complete()) {
                bench.observe(
                        Key.PORTS, Verdict.UNKNOWN, scan.getKey().getHostAddress(), "ports-incomplete", Exchange.NONE);
                wrong = true;
            }
        }
        if (tcp.size() < addresses.size()) {
            bench.observe(
                    Key.PORTS,
                    Verdict.UNKNOWN,
                    bench.declared().address().getHostAddress(),
                    "ports-incomplete",
                    Exchange.NONE);
            wrong = true;
        }
        all.addAll(swept);
        for (Service service : all) {
            if (service.endpoint().udp()) {
                wrong |= judge(service.endpoint(), bench.declared().udp());
            }
        }
        for (Map.Entry<InetAddress, UdpScan.Silent> watched : silent.entrySet()) {
            for (int port : watched.getValue().open()) {
                wrong |= judge(
                        Endpoint.udp(watched.getKey(), port), bench.declared().udp());
            }
        }
        int left = silent.values().stream().mapToInt(UdpScan.Silent::left).sum();
        if (left > 0 || silent.size() < addresses.size()) {
            bench.observe(
                    Key.PORTS,
                    Verdict.UNKNOWN,
                    bench.declared().address().getHostAddress(),
                    "ports-silent-left",
                    Exchange.NONE,
                    left);
            return;
        }
        for (Map.Entry<InetAddress, UdpScan.Silent> watched : silent.entrySet()) {
            if (!watched.getValue().control()) {
                String address = watched.getKey().getHostAddress();
                bench.note("note-udp-filtered", address);
                bench.observe(Key.PORTS, Verdict.UNKNOWN, address, "ports-udp-no-control", Exchange.NONE, address);
                wrong = true;
            }
        }
        if (!wrong) {
            int asked = silent.values().stream().mapToInt(UdpScan.Silent::asked).sum();
            bench.pass(
                    Key.PORTS,
                    bench.declared().address().getHostAddress(),
                    "ports-as-declared",
                    Exchange.NONE,
                    tcp.size(),
                    UdpQuestions.all().size(),
                    asked);
        }
    }

    private boolean judge(Endpoint endpoint, List<DeclaredPort> declared) {
        Optional<Service> service =
                all.stream().filter(s -> s.endpoint().equals(endpoint)).findFirst();
        String protocol =
                service.map(s -> s.protocol() + (s.tls() ? " over TLS" : "")).orElse("silent");
        if (declared.stream().anyMatch(port -> port.port() == endpoint.port())) {
            return false;
        }
        bench.fail(
                Key.PORTS,
                endpoint,
                "port-undeclared",
                service.map(Service::exchange).orElse(Exchange.NONE),
                endpoint.port(),
                protocol);
        return true;
    }
}
