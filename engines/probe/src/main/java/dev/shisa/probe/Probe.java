package dev.shisa.probe;

import dev.shisa.probe.discovery.Discovery;
import dev.shisa.probe.exposure.Sensitive;
import dev.shisa.probe.exposure.Versions;
import dev.shisa.probe.fuzz.Fuzz;
import dev.shisa.probe.login.CommonLogins.Login;
import dev.shisa.probe.login.FtpLogin;
import dev.shisa.probe.login.Guessing;
import dev.shisa.probe.login.HandedOut;
import dev.shisa.probe.login.Mechanism;
import dev.shisa.probe.login.MqttLogin;
import dev.shisa.probe.login.RtspLogin;
import dev.shisa.probe.login.SnmpLogin;
import dev.shisa.probe.login.SshLogin;
import dev.shisa.probe.login.TelnetLogin;
import dev.shisa.probe.login.Tried;
import dev.shisa.probe.ports.PortScan;
import dev.shisa.probe.ports.Protocol;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.ports.TftpFiles;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Stopped;
import dev.shisa.probe.run.Wire;
import dev.shisa.probe.tls.TlsCheck;
import dev.shisa.probe.web.Site;
import dev.shisa.probe.web.WebCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One run against one device. It listens and looks first, then asks as a stranger, then as the user, then changes what
 * it puts back, and guesses passwords at the end, because that may lock the device: at the web's log-in when its inputs
 * are done, at others beside the web. Silent UDP ports are watched for from the beginning, since devices answer for
 * them one a second. Mutated messages come last of all. What could not be finished is unknown, never passed.
 */
public final class Probe {

    /** From here on a log-in is guessed at, whatever is left of the inputs: tries, the policy's lock, and an end. */
    private static final long TRIES_MS = 18_000;

    /** Where a lock would disturb them, inputs are tried for a while also late in a slow run. */
    private static final long INPUTS_MS_MIN = 12_000;

    private static final long UPDATE_MS = 12_000;
    private static final long RESERVE_MS = 8000;
    private static final long FUZZ_MS = 10_000;
    private static final long FUZZ_MS_MIN = 2000;

    /** The device's own image is the last of all that is sent. */
    private static final long CONTROL_MS = 8000;

    private static final int GREETING_MS = 3000;

    /** What only time was lacking for. */
    private static final Set<String> WITHOUT_TIME = Set.of(
            "stopped-time",
            "brute-no-time",
            "brute-seen-late",
            "brute-too-slow-to-tell",
            "brute-delay-open",
            "web-inputs-left");

    /** A slow device needs three times as long as a quick one. */
    private static final int LONGER = 3;

    private static final int LONGER_SECONDS_MAX = 900;

    private final Bench bench;
    private final InstantSource clock;
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final List<Site> sites = new ArrayList<>();
    private final List<WebCheck> entered = new ArrayList<>();
    private final List<WebCheck> waiting = new ArrayList<>();
    private final List<ToGuess> web = new ArrayList<>();
    private final List<ToGuess> others = new ArrayList<>();
    private final List<Future<?>> guessed = new ArrayList<>();
    private final Guessing.Account account = new Guessing.Account();
    private final AtomicBoolean hasUpdate = new AtomicBoolean();
    /** Where a log-in that was handed out is refused. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    private Probe(Bench bench, InstantSource clock) {
        this.bench = bench;
        this.clock = clock;
    }

    /**
     * Probes one device; always ends with a report.
     *
     * @param progress told one line for each step
     */
    public static Report run(
            Declaration declared,
            Limits limits,
            InstantSource clock,
            RandomGenerator random,
            Consumer<String> progress) {
        Bench bench = new Bench(declared, limits, clock, random, progress);
        return new Probe(bench, clock).run();
    }

    /** A step that may end early; what it is about is unknown then. */
    private interface Step {
        void run() throws IOException;
    }

    /** A log-in to guess at. */
    private record ToGuess(Mechanism mechanism, Optional<Login> known) {}

    private Report run() {
        Instant startedAt = clock.instant();
        PortScan ports = new PortScan(bench);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                run(ports, threads);
            } catch (InterruptedException e) {
                // Whoever stops the run does not wait for what is under way, and nothing passes that was not looked at.
                ports.end();
                threads.shutdownNow();
                guarded(EnumSet.allOf(Key.class), () -> {
                    throw new Stopped("stopped-person");
                });
                Thread.currentThread().interrupt();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            close();
        }
        return report(startedAt);
    }

    private void run(PortScan ports, ExecutorService threads) throws InterruptedException, ExecutionException {
        bench.progress("ports");
        Future<?> silent = threads.submit(() -> {
            if (bench.wants(Key.PORTS)) {
                guarded(
                        EnumSet.of(Key.PORTS),
                        () -> ports.watchSilent(bench.limits().seconds() * 1000L - RESERVE_MS));
            }
        });
        guarded(EnumSet.allOf(Key.class), ports::first);
        Future<?> scanned = threads.submit(() -> guarded(EnumSet.of(Key.PORTS), ports::scan));
        if (ports.services().isEmpty()) {
            scanned.get();
        }
        if (!ports.isReachable()) {
            ports.end();
            bench.note("note-unreachable", bench.declared().address().getHostAddress());
            return;
        }
        check(ports, scanned, threads);
        silent.get();
        if (bench.wants(Key.PORTS)) {
            guarded(EnumSet.of(Key.PORTS), ports::judge);
        }
    }

    /**
     * What is declared first; what the scan of all ports finds, as soon as it is over. A slow machine scans for long, and
     * a log-in must be locked early enough to see how long the lock lasts.
     */
    private void check(PortScan ports, Future<?> scanned, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        List<Service> first = ports.services();
        look(first, ports, threads);
        if (isDoneBy(scanned, guessAtMs())) {
            look(rest(ports, first), ports, threads);
            inputsAndGuesses(ports, threads);
        } else {
            inputsAndGuesses(ports, threads);
            scanned.get();
            look(rest(ports, first), ports, threads);
            inputsAndGuesses(ports, threads);
        }
        List<Service> services = ports.services();
        guarded(EnumSet.of(Key.VULN), () -> Versions.judge(bench, services));
        for (Future<?> one : guessed) {
            one.get();
        }
        fuzz(services);
        for (WebCheck check : entered) {
            guarded(EnumSet.of(Key.UPDATE), check::control);
        }
        absent(services, ports.isScanned());
        manual();
    }

    private static List<Service> rest(PortScan ports, List<Service> first) {
        List<Service> rest = new ArrayList<>(ports.services());
        rest.removeIf(
                service -> first.stream().anyMatch(known -> known.endpoint().equals(service.endpoint())));
        return rest;
    }

    private boolean isDoneBy(Future<?> future, long untilMs) throws InterruptedException, ExecutionException {
        try {
            future.get(Math.max(0, untilMs - bench.budget().elapsedMs()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Everything about some services but what may lock the web's log-in. */
    private void look(List<Service> services, PortScan ports, ExecutorService threads) {
        if (bench.wants(Key.DISC, Key.DEFPW, Key.VULN)) {
            bench.progress("discovery");
            guarded(EnumSet.of(Key.DISC), () -> Discovery.run(bench, services));
        }
        if (bench.wants(Key.TLS)) {
            bench.progress("transport");
            guarded(EnumSet.of(Key.TLS), () -> transport(services));
        }
        List<ToGuess> found = Collections.synchronizedList(new ArrayList<>());
        if (bench.wants(Key.AUTH, Key.PLAIN, Key.DEFPW, Key.BRUTE, Key.PWCHANGE)) {
            bench.progress("services");
            together(services, EnumSet.of(Key.AUTH, Key.PLAIN), service -> open(service, found));
        }
        // Other log-ins than the web's have counters of their own, and need not wait for its pages.
        others.addAll(found);
        guessed.add(threads.submit(() -> guess(found, ports)));
        if (bench.wants(Key.AUTH, Key.WEB, Key.PLAIN, Key.UPDATE, Key.PWCHANGE, Key.DEFPW, Key.BRUTE, Key.VULN)) {
            sites(services);
        }
    }

    /** With what is left of the time, and nothing else under way that a crash could disturb. */
    private void fuzz(List<Service> services) {
        long controlMs = entered.stream().anyMatch(WebCheck::hasControl) ? CONTROL_MS : 0;
        long untilMs = Math.min(
                bench.budget().elapsedMs() + FUZZ_MS, bench.limits().seconds() * 1000L - RESERVE_MS / 2 - controlMs);
        if (!bench.limits().changesAllowed() || !bench.wants(Key.WEB, Key.VULN)) {
            return;
        }
        if (untilMs - bench.budget().elapsedMs() < FUZZ_MS_MIN) {
            bench.note("note-not-fuzzed");
            return;
        }
        bench.progress("mutated messages");
        together(services, EnumSet.noneOf(Key.class), service -> Fuzz.run(bench, service, untilMs));
    }

    private interface ServiceStep {
        void run(Service service) throws IOException;
    }

    private void together(List<Service> services, Set<Key> keys, ServiceStep step) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            services.forEach(service -> threads.execute(() -> guarded(keys, () -> step.run(service))));
        }
    }

    private void guarded(Set<Key> keys, Step step) {
        String code = "";
        String why = "";
        try {
            step.run();
            return;
        } catch (Stopped e) {
            code = String.valueOf(e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            code = "not-finished";
            why = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            // A fault of ours in one check must not take the others with it, and must not pass anything.
            code = "our-fault";
            StackTraceElement[] stack = e.getStackTrace();
            why = e + (stack.length > 0 ? " (" + stack[0] + ")" : "");
        }
        for (Key key : keys) {
            bench.observe(key, Verdict.UNKNOWN, bench.declared().address().getHostAddress(), code, Exchange.NONE, why);
        }
    }

    private void transport(List<Service> services) {
        List<Service> secured = services.stream().filter(Service::tls).toList();
        together(secured, EnumSet.of(Key.TLS), service -> TlsCheck.run(bench, service));
    }

    /** What a service other than the web shows to a stranger, and whether it is in clear. */
    private void open(Service service, List<ToGuess> toGuess) {
        switch (service.protocol()) {
            case SHELL -> {
                bench.fail(Key.AUTH, service.where(), "shell-open", service.exchange());
                plain(service, "plain-commands");
            }
            case TELNET -> {
                TelnetLogin telnet = new TelnetLogin(bench, service);
                Tried nobody = telnet.nobody();
                Optional<Login> known = known(telnet);
                stranger(service, nobody, known, "shell-open");
                plain(service, "plain-telnet");
                toGuess.add(new ToGuess(telnet, known));
            }
            case FTP -> {
                FtpLogin ftp = new FtpLogin(bench, service);
                Tried anonymous = ftp.nobody();
                if (anonymous.outcome() == Tried.Outcome.SILENT && onlyGreets(service, "USER anonymous\r\n")) {
                    return;
                }
                Optional<Login> known = known(ftp);
                stranger(service, anonymous, known, "ftp-anonymous");
                plain(service, "plain-ftp");
                toGuess.add(new ToGuess(ftp, known));
            }
            case MQTT -> {
                MqttLogin mqtt = new MqttLogin(bench, service);
                Tried anonymous = mqtt.nobody();
                Optional<Login> known = anonymous.isAccepted() ? Optional.empty() : known(mqtt);
                stranger(service, anonymous, known, "mqtt-anonymous");
                plain(service, "plain-mqtt");
                if (!anonymous.isAccepted()) {
                    toGuess.add(new ToGuess(mqtt, known));
                }
            }
            case RTSP -> {
                RtspLogin rtsp = new RtspLogin(bench, service);
                Tried anonymous = rtsp.nobody();
                Optional<Login> known = anonymous.isAccepted() ? Optional.empty() : known(rtsp);
                stranger(service, anonymous, known, "rtsp-anonymous");
                plain(service, "plain-rtsp");
                if (!anonymous.isAccepted()) {
                    toGuess.add(new ToGuess(rtsp, known));
                }
            }
            case SSH -> {
                if (!SshLogin.isServer(bench, service) && onlyGreets(service, "SSH-2.0-shisa_probe\r\n")) {
                    return;
                }
                SshLogin ssh = new SshLogin(bench, service);
                toClose.add(ssh);
                Tried nobody = ssh.nobody();
                boolean asksNobody = nobody.outcome() == Tried.Outcome.SILENT && !ssh.takesPasswords();
                Optional<Login> known = ssh.takesPasswords() ? known(ssh) : Optional.empty();
                if (!asksNobody) {
                    stranger(service, nobody, known, "ssh-anonymous");
                }
                if (ssh.takesPasswords()) {
                    toGuess.add(new ToGuess(ssh, known));
                } else if (nobody.outcome() == Tried.Outcome.SILENT) {
                    for (Key key : List.of(Key.AUTH, Key.DEFPW, Key.BRUTE)) {
                        bench.observe(key, Verdict.UNKNOWN, service.where(), "ssh-not-understood", nobody.exchange());
                    }
                } else {
                    bench.pass(Key.DEFPW, service.where(), "ssh-keys-only", Exchange.NONE);
                    bench.pass(Key.BRUTE, service.where(), "ssh-keys-only", Exchange.NONE);
                }
            }
            case SNMP -> {
                SnmpLogin snmp = new SnmpLogin(bench, service);
                Optional<Login> community = known(snmp);
                snmp.attempt("", "public");
                toGuess.add(new ToGuess(snmp, community));
            }
            case TFTP -> TftpFiles.run(bench, service);
            case COAP, UNKNOWN -> content(service);
            case HTTP, SSDP, MDNS, WSD, DNS, NTP -> {
                // The web has its own checks; the others are there for everybody.
            }
        }
    }

    /**
     * Judges what a stranger got. That nobody gets in counts where the protocol itself asks for a log-in, or one was seen to
     * work; a log-in that was handed out and refused takes both away.
     */
    private void stranger(Service service, Tried tried, Optional<Login> known, String code) {
        if (tried.isAccepted()) {
            bench.fail(Key.AUTH, service.where(), code, tried.exchange());
            return;
        }
        boolean sure =
                known.isPresent() || (tried.outcome() != Tried.Outcome.SILENT && !refused.contains(service.where()));
        bench.observe(
                Key.AUTH,
                sure ? Verdict.PASS : Verdict.UNKNOWN,
                service.where(),
                sure ? "stranger-refused" : "stranger-not-asked",
                tried.exchange());
    }

    /** Whether it says its name, and ends the connection at whatever is sent: there is no way in then. */
    private boolean onlyGreets(Service service, String sent) {
        boolean greeted = false;
        try (Wire wire = Wire.open(bench, service.endpoint(), service.tls())) {
            greeted = wire.readUntil(
                                    bytes -> new String(bytes, StandardCharsets.ISO_8859_1).contains("\n"),
                                    GREETING_MS,
                                    GREETING_MS)
                            .length
                    > 0;
            wire.send(sent);
            if (wire.readUntil(_ -> false, GREETING_MS, GREETING_MS).length > 0 || !wire.ended()) {
                return false;
            }
        } catch (IOException e) {
            // Ended before all was sent or read.
        }
        if (!greeted) {
            return false;
        }
        bench.pass(Key.AUTH, service.where(), "service-only-greets", service.exchange());
        return true;
    }

    private void plain(Service service, String code) {
        if (!service.tls()) {
            bench.fail(Key.PLAIN, service.where(), code, service.exchange());
        }
    }

    private void content(Service service) {
        String text = service.bannerText();
        Optional<String> kind = Sensitive.any(text);
        if (kind.isPresent()) {
            bench.fail(Key.AUTH, service.where(), "open-content", service.exchange(), kind.get());
            plain(service, "plain-content");
        }
        bench.told(service.where(), text.replaceAll("[^\\x20-\\x7e]+", " "));
        boolean onlyGreets = !text.isEmpty() && service.exchange().sent().isEmpty();
        if (!onlyGreets && service.protocol() == Protocol.UNKNOWN) {
            bench.observe(Key.AUTH, Verdict.UNKNOWN, service.where(), "service-not-understood", service.exchange());
            bench.observe(Key.PLAIN, Verdict.UNKNOWN, service.where(), "service-not-understood", service.exchange());
        }
    }

    private Optional<Login> known(Mechanism mechanism) {
        return mechanism.known(bench).flatMap(credential -> {
            Login login = new Login(credential.user(), credential.password());
            Tried tried = Tried.heard(() -> mechanism.attempt(login.user(), login.password()));
            if (tried.isAccepted()) {
                HandedOut.judge(bench, mechanism.where(), credential, false, false, tried.exchange());
                return Optional.of(login);
            }
            bench.note("note-credential-refused", mechanism.where(), login.user());
            refused.add(mechanism.where());
            return Optional.empty();
        });
    }

    private static final Set<Key> OF_SITES =
            EnumSet.of(Key.AUTH, Key.WEB, Key.PLAIN, Key.UPDATE, Key.PWCHANGE, Key.DEFPW, Key.BRUTE);

    /** All web servers, each by itself: one that hangs leaves the others to be tested. */
    private void sites(List<Service> services) {
        List<Service> servers = services.stream()
                .filter(service -> service.protocol() == Protocol.HTTP)
                .toList();
        List<Site> met = Collections.synchronizedList(new ArrayList<>());
        bench.progress("web");
        together(servers, OF_SITES, service -> met.add(Site.meet(bench, service)));
        // With TLS first: that is where the device wants its users to be.
        met.sort(Comparator.comparing((Site site) -> !site.service().tls())
                .thenComparingInt(site -> site.service().endpoint().port()));
        sites.addAll(met);
        for (Site site : met) {
            guarded(OF_SITES, () -> {
                Optional<Site> secure = sites.stream()
                        .filter(s -> s.service().tls() && s != site)
                        .findFirst();
                WebCheck check = WebCheck.enter(bench, site);
                entered.add(check);
                waiting.add(check);
                if (!site.service().tls() && bench.wants(Key.PLAIN)) {
                    WebCheck.plain(bench, site, secure);
                }
            });
        }
    }

    /** From here on a log-in is guessed at, so that the lock of the policy can still be waited for. */
    private long guessAtMs() {
        long wholeMs = 1000L * bench.limits().seconds();
        long lockMs = 1000L * bench.declared().policy().lockSecondsMin().orElse(0);
        return wholeMs - TRIES_MS - Math.min(lockMs, wholeMs / 2 + RESERVE_MS);
    }

    /**
     * Inputs first, then guesses, which may lock the log-in. Where sessions outlive a lock, the guesses begin at the
     * latest when the lock of the policy still fits into the run, and what is left of the inputs goes on beside them.
     */
    private void inputsAndGuesses(PortScan ports, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        List<WebCheck> now = List.copyOf(waiting);
        waiting.clear();
        boolean besides = now.stream().allMatch(WebCheck::canGoOnLocked);
        // Where answers are slow, images are tried beside the inputs and need no time of their own.
        long imagesMs = now.stream().anyMatch(WebCheck::isShortOfTime) ? 0 : UPDATE_MS;
        long inputsUntilMs = besides
                ? 1000L * bench.limits().seconds() - RESERVE_MS - imagesMs
                : Math.max(guessAtMs() - UPDATE_MS, bench.budget().elapsedMs() + INPUTS_MS_MIN);
        boolean guessesFirst = besides
                && bench.limits().changesAllowed()
                && bench.wants(Key.BRUTE, Key.DEFPW)
                && now.stream().anyMatch(WebCheck::isShortOfTime);
        if (guessesFirst) {
            // It is waited for with all other guesses, at the end.
            var _ = guessWeb(now, ports, threads);
            account.awaitTries(Math.max(0, bench.budget().remainingMs() - RESERVE_MS));
        }
        List<Future<?>> inputs = new ArrayList<>();
        for (WebCheck check : now) {
            inputs.add(threads.submit(() -> guarded(EnumSet.of(Key.AUTH, Key.WEB, Key.UPDATE), () -> {
                if (check.inputs(inputsUntilMs)) {
                    hasUpdate.set(true);
                }
            })));
        }
        if (!guessesFirst) {
            for (Future<?> one : inputs) {
                if (!isDoneBy(one, besides ? guessAtMs() : Long.MAX_VALUE / 2)) {
                    bench.progress("inputs go on beside the guesses");
                    break;
                }
            }
            guessWeb(now, ports, threads).get();
        }
        for (Future<?> one : inputs) {
            one.get();
        }
    }

    private Future<?> guessWeb(List<WebCheck> now, PortScan ports, ExecutorService threads) {
        now.forEach(check -> check.site().closing());
        List<ToGuess> logins = new ArrayList<>();
        now.forEach(check -> check.login().ifPresent(login -> logins.add(new ToGuess(login, check.known()))));
        web.addAll(logins);
        if (!logins.isEmpty()) {
            bench.progress("guessing");
        }
        Future<?> guessing = threads.submit(() -> guess(logins, ports));
        guessed.add(guessing);
        return guessing;
    }

    private void guess(List<ToGuess> toGuess, PortScan ports) {
        if (!bench.wants(Key.DEFPW, Key.BRUTE)) {
            return;
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            toGuess.forEach(one -> threads.execute(() -> guarded(EnumSet.of(Key.DEFPW, Key.BRUTE), () -> {
                if (bench.limits().changesAllowed()) {
                    boolean isWeb = one.mechanism().service().protocol() == Protocol.HTTP;
                    Mechanism mechanism = one.mechanism();
                    Guessing.run(
                            bench,
                            mechanism,
                            one.known(),
                            isWeb ? account : new Guessing.Account(),
                            ports.twin(mechanism.service()).flatMap(mechanism::over));
                } else {
                    String where = one.mechanism().where();
                    bench.observe(Key.DEFPW, Verdict.UNKNOWN, where, "changes-not-allowed", Exchange.NONE);
                    bench.observe(Key.BRUTE, Verdict.UNKNOWN, where, "changes-not-allowed", Exchange.NONE);
                }
            })));
        }
    }

    /** Keys that this device has nothing for. */
    private void absent(List<Service> services, boolean isScanned) {
        Absence absence = new Absence(bench, services.size(), isScanned, Site.unread(sites));
        String where = bench.declared().address().getHostAddress();
        boolean kept = entered.stream()
                .anyMatch(check -> check.isMisunderstood()
                        || (check.login().isPresent() && check.known().isEmpty()));
        if (!hasUpdate.get() && kept) {
            bench.observe(Key.UPDATE, Verdict.UNKNOWN, where, "update-not-seen", Exchange.NONE);
        } else if (!hasUpdate.get()) {
            absence.noneOnPages(Key.UPDATE, "update-none");
        }
        if (services.stream().noneMatch(service -> service.protocol() == Protocol.HTTP)) {
            absence.none(Key.WEB, "web-none");
        }
        List<ToGuess> toGuess = new ArrayList<>(others);
        toGuess.addAll(web);
        if (toGuess.isEmpty()) {
            List.of(Key.PWCHANGE, Key.DEFPW).forEach(key -> absence.noneOnPages(key, "no-password"));
        } else if (web.isEmpty()) {
            bench.observe(Key.PWCHANGE, Verdict.MANUAL, where, "pwchange-no-page", Exchange.NONE);
        }
        if (services.stream().noneMatch(Service::tls)) {
            absence.none(Key.TLS, "tls-none");
        }
        if (toGuess.stream().allMatch(one -> one.mechanism().service().protocol() == Protocol.SNMP)) {
            absence.noneOnPages(Key.BRUTE, "no-password");
        }
        absence.passUnseen();
    }

    private void manual() {
        bench.observe(
                Key.BTUSB,
                Verdict.MANUAL,
                bench.declared().device(),
                "btusb-by-people",
                Exchange.NONE,
                bench.declared().questionnaire().getOrDefault("bluetooth", "–"),
                bench.declared().questionnaire().getOrDefault("usb", "–"));
    }

    private void close() {
        for (AutoCloseable one : toClose) {
            try {
                one.close();
            } catch (Exception e) {
                bench.progress("not closed: " + e.getMessage());
            }
        }
    }

    /** Whoever asks about a slow device may give it more time; the usual time stays what a bench can wait for. */
    private void sayLonger() {
        int seconds = bench.limits().seconds();
        if (seconds < LONGER_SECONDS_MAX
                && bench.evidence().stream().anyMatch(one -> WITHOUT_TIME.contains(one.code()))) {
            bench.note("note-longer", seconds, Math.min(LONGER * seconds, LONGER_SECONDS_MAX));
        }
    }

    private Report report(Instant startedAt) {
        sayLonger();
        Map<Key, Result> results = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            if (!bench.wants(key)) {
                continue;
            }
            List<Evidence> evidence =
                    bench.evidence().stream().filter(e -> e.key() == key).toList();
            results.put(
                    key,
                    new Result(
                            Verdict.of(evidence.stream().map(Evidence::verdict).toList()), evidence));
        }
        return new Report(
                bench.declared().device(),
                startedAt,
                bench.budget().elapsedMs(),
                bench.budget().requests(),
                results,
                bench.notes());
    }
}
