package dev.shisa.probe;

import dev.shisa.probe.discovery.Discovery;
import dev.shisa.probe.exposure.KnownVersions;
import dev.shisa.probe.exposure.Sensitive;
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
import dev.shisa.probe.tls.TlsCheck;
import dev.shisa.probe.web.Site;
import dev.shisa.probe.web.WebCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One run against one device. It listens and looks first, then asks as a stranger, then as the user, then changes what
 * it puts back, and guesses passwords at the end, because that may lock the device. Silent UDP ports are watched for in
 * the meantime, since devices answer for them one a second. What could not be finished is unknown, never passed.
 */
public final class Probe {

    /** What follows the tests of inputs: images, passwords, tries up to the lock. */
    private static final long AFTER_INPUTS_MS = 20_000;

    /** Also late in a slow run, inputs are tried for a while. */
    private static final long INPUTS_MS_MIN = 12_000;

    private static final long SILENT_UNTIL_MS = 80_000;
    private static final long RESERVE_MS = 8000;

    private final Bench bench;
    private final InstantSource clock;
    private final List<AutoCloseable> toClose = new ArrayList<>();

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
            bench.progress("ports");
            guarded(EnumSet.allOf(Key.class), ports::scan);
            if (!ports.isReachable()) {
                bench.note("note-unreachable", bench.declared().address().getHostAddress());
                return report(startedAt);
            }
            var silent = threads.submit(() -> guarded(
                    EnumSet.of(Key.PORTS),
                    () -> ports.watchSilent(
                            Math.min(SILENT_UNTIL_MS, bench.limits().seconds() * 1000L - RESERVE_MS))));
            check(ports, threads);
            silent.get();
            guarded(EnumSet.of(Key.PORTS), ports::judge);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            close();
        }
        return report(startedAt);
    }

    private void check(PortScan ports, ExecutorService threads) throws InterruptedException, ExecutionException {
        List<Service> services = ports.services();
        bench.progress("discovery");
        guarded(EnumSet.of(Key.DISC), () -> Discovery.run(bench, services));
        bench.progress("transport");
        guarded(EnumSet.of(Key.TLS), () -> transport(services));
        bench.progress("services");
        List<ToGuess> toGuess = Collections.synchronizedList(new ArrayList<>());
        together(services, EnumSet.of(Key.AUTH, Key.PLAIN), service -> open(service, toGuess));
        // Other log-ins than the web's have counters of their own, and need not wait for its pages.
        List<ToGuess> early = List.copyOf(toGuess);
        var guessed = threads.submit(() -> guess(early));
        List<ToGuess> web = new ArrayList<>();
        sites(services, early, web);
        guarded(EnumSet.of(Key.VULN), () -> versions(services));
        bench.progress("guessing");
        guess(web);
        guessed.get();
        toGuess.addAll(web);
        absent(services, toGuess);
        manual();
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
                stranger(service, telnet.withoutLogin(), "shell-open");
                plain(service, "plain-telnet");
                toGuess.add(new ToGuess(telnet, known(telnet)));
            }
            case FTP -> {
                FtpLogin ftp = new FtpLogin(bench, service);
                Tried anonymous = ftp.attempt("anonymous", "anonymous@");
                stranger(service, anonymous, "ftp-anonymous");
                if (anonymous.outcome() == Tried.Outcome.SILENT) {
                    onlyGreets(service);
                } else {
                    plain(service, "plain-ftp");
                    toGuess.add(new ToGuess(ftp, known(ftp)));
                }
            }
            case MQTT -> {
                MqttLogin mqtt = new MqttLogin(bench, service);
                Tried anonymous = mqtt.withoutLogin();
                stranger(service, anonymous, "mqtt-anonymous");
                plain(service, "plain-mqtt");
                if (!anonymous.isAccepted()) {
                    toGuess.add(new ToGuess(mqtt, known(mqtt)));
                }
            }
            case RTSP -> {
                RtspLogin rtsp = new RtspLogin(bench, service);
                Tried anonymous = rtsp.withoutLogin();
                stranger(service, anonymous, "rtsp-anonymous");
                plain(service, "plain-rtsp");
                if (!anonymous.isAccepted()) {
                    toGuess.add(new ToGuess(rtsp, known(rtsp)));
                }
            }
            case SSH -> {
                if (!SshLogin.isServer(bench, service)) {
                    onlyGreets(service);
                    return;
                }
                SshLogin ssh = new SshLogin(bench, service);
                toClose.add(ssh);
                Tried nobody = ssh.withoutLogin();
                stranger(service, nobody, "ssh-anonymous");
                if (ssh.takesPasswords()) {
                    toGuess.add(new ToGuess(ssh, known(ssh)));
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
                if (snmp.attempt("", "public").isAccepted() || community.isPresent()) {
                    plain(service, "plain-snmp");
                }
                toGuess.add(new ToGuess(snmp, community));
            }
            case TFTP -> TftpFiles.run(bench, service);
            case COAP, UNKNOWN -> content(service);
            case HTTP, SSDP, MDNS, WSD, DNS, NTP -> {
                // The web has its own checks; the others are there for everybody.
            }
        }
    }

    private void stranger(Service service, Tried tried, String code) {
        if (tried.isAccepted()) {
            bench.fail(Key.AUTH, service.where(), code, tried.exchange());
        } else if (tried.outcome() != Tried.Outcome.SILENT) {
            bench.pass(Key.AUTH, service.where(), "stranger-refused", tried.exchange());
        }
    }

    /** It says its name and then takes nothing, so there is no way in. */
    private void onlyGreets(Service service) {
        bench.pass(Key.AUTH, service.where(), "service-only-greets", service.exchange());
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
        bench.told(text.replaceAll("[^\\x20-\\x7e]+", " "));
        boolean onlyGreets = !text.isEmpty() && service.exchange().sent().isEmpty();
        if (!onlyGreets && service.protocol() == Protocol.UNKNOWN) {
            bench.observe(Key.AUTH, Verdict.UNKNOWN, service.where(), "service-not-understood", service.exchange());
            bench.observe(Key.PLAIN, Verdict.UNKNOWN, service.where(), "service-not-understood", service.exchange());
        }
    }

    private Optional<Login> known(Mechanism mechanism) {
        return mechanism.known(bench).flatMap(credential -> {
            Login login = new Login(credential.user(), credential.password());
            Tried tried = mechanism.attempt(login.user(), login.password());
            if (tried.isAccepted()) {
                HandedOut.judge(bench, mechanism.where(), credential, false, false, tried.exchange());
                return Optional.of(login);
            }
            bench.note("note-credential-refused", mechanism.where(), login.user());
            return Optional.empty();
        });
    }

    private static final Set<Key> OF_SITES =
            EnumSet.of(Key.AUTH, Key.WEB, Key.PLAIN, Key.UPDATE, Key.PWCHANGE, Key.DEFPW, Key.BRUTE);

    /** All web servers, each by itself: one that hangs leaves the others to be tested. */
    private void sites(List<Service> services, List<ToGuess> others, List<ToGuess> toGuess) {
        List<Site> sites = new ArrayList<>();
        for (Service service : services) {
            if (service.protocol() == Protocol.HTTP) {
                bench.progress("web, " + service.where());
                guarded(OF_SITES, () -> sites.add(Site.meet(bench, service)));
            }
        }
        // With TLS first: that is where the device wants its users to be.
        sites.sort(Comparator.comparing(site -> !site.service().tls()));
        List<WebCheck.Outcome> outcomes = new ArrayList<>();
        for (Site site : sites) {
            guarded(OF_SITES, () -> {
                Optional<Site> secure = sites.stream()
                        .filter(s -> s.service().tls() && s != site)
                        .findFirst();
                WebCheck.Outcome outcome = WebCheck.run(bench, site, inputsUntilMs());
                outcomes.add(outcome);
                outcome.login().ifPresent(login -> toGuess.add(new ToGuess(login, outcome.known())));
                if (!site.service().tls()) {
                    WebCheck.plain(bench, site, secure);
                }
            });
        }
        String where = bench.declared().address().getHostAddress();
        boolean kept = outcomes.stream()
                .anyMatch(o -> o.login().isPresent() && o.known().isEmpty());
        if (outcomes.stream().noneMatch(WebCheck.Outcome::hasUpdate)) {
            bench.observe(
                    Key.UPDATE,
                    kept ? Verdict.UNKNOWN : Verdict.NA,
                    where,
                    kept ? "update-not-seen" : "update-none",
                    Exchange.NONE);
        }
        if (services.stream().noneMatch(service -> service.protocol() == Protocol.HTTP)) {
            bench.observe(Key.WEB, Verdict.NA, where, "web-none", Exchange.NONE);
        }
        if (toGuess.isEmpty()) {
            bench.observe(
                    Key.PWCHANGE,
                    others.isEmpty() ? Verdict.NA : Verdict.MANUAL,
                    where,
                    others.isEmpty() ? "no-password" : "pwchange-no-page",
                    Exchange.NONE);
        }
    }

    /** When the tests of inputs end, so that the lock of the policy can still be waited for; late, a while is left. */
    private long inputsUntilMs() {
        long lockMs = 1000L * bench.declared().policy().lockSecondsMin().orElse(0);
        long wholeMs = 1000L * bench.limits().seconds();
        long untilMs = wholeMs - AFTER_INPUTS_MS - Math.min(lockMs, wholeMs / 2 + AFTER_INPUTS_MS / 2);
        return Math.max(untilMs, bench.budget().elapsedMs() + INPUTS_MS_MIN);
    }

    private void versions(List<Service> services) {
        List<String> texts = new ArrayList<>(bench.told());
        services.forEach(service -> texts.add(service.bannerText()));
        boolean wrong = false;
        for (String text : texts) {
            for (KnownVersions.Match match : KnownVersions.in(text)) {
                String where = services.stream()
                        .filter(s -> s.bannerText().contains(match.version()))
                        .map(Service::where)
                        .findFirst()
                        .orElse(bench.declared().address().getHostAddress());
                Exchange proof =
                        new Exchange("", bench.secrets().mask(text.substring(0, Math.min(400, text.length()))));
                if (match.byDistribution()) {
                    bench.pass(
                            Key.VULN,
                            where,
                            "version-of-distribution",
                            proof,
                            match.product(),
                            match.version(),
                            match.published());
                } else {
                    wrong = true;
                    bench.fail(
                            Key.VULN,
                            where,
                            "version-known",
                            proof,
                            match.product(),
                            match.version(),
                            match.published());
                }
            }
        }
        if (!wrong) {
            bench.pass(
                    Key.VULN,
                    bench.declared().address().getHostAddress(),
                    "versions-unknown",
                    Exchange.NONE,
                    texts.size(),
                    KnownVersions.size());
        }
    }

    private void guess(List<ToGuess> toGuess) {
        Guessing.Account web = new Guessing.Account();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            toGuess.forEach(one -> threads.execute(() -> guarded(EnumSet.of(Key.DEFPW, Key.BRUTE), () -> {
                if (bench.limits().changesAllowed()) {
                    boolean isWeb = one.mechanism().service().protocol() == Protocol.HTTP;
                    Guessing.run(bench, one.mechanism(), one.known(), isWeb ? web : new Guessing.Account());
                } else {
                    String where = one.mechanism().where();
                    bench.observe(Key.DEFPW, Verdict.UNKNOWN, where, "changes-not-allowed", Exchange.NONE);
                    bench.observe(Key.BRUTE, Verdict.UNKNOWN, where, "changes-not-allowed", Exchange.NONE);
                }
            })));
        }
    }

    /** Keys that this device has nothing for. */
    private void absent(List<Service> services, List<ToGuess> toGuess) {
        String where = bench.declared().address().getHostAddress();
        if (services.stream().noneMatch(Service::tls)) {
            bench.observe(Key.TLS, Verdict.NA, where, "tls-none", Exchange.NONE);
        }
        if (toGuess.isEmpty()) {
            bench.observe(Key.DEFPW, Verdict.NA, where, "no-password", Exchange.NONE);
            bench.observe(Key.BRUTE, Verdict.NA, where, "no-password", Exchange.NONE);
        }
        if (toGuess.stream().allMatch(one -> one.mechanism().service().protocol() == Protocol.SNMP)) {
            bench.observe(Key.BRUTE, Verdict.NA, where, "no-password", Exchange.NONE);
        }
        boolean seen = bench.evidence().stream().anyMatch(e -> e.key() == Key.AUTH);
        if (!seen) {
            bench.pass(Key.AUTH, where, "nothing-to-enter", Exchange.NONE, services.size());
        }
        if (bench.evidence().stream().noneMatch(e -> e.key() == Key.PLAIN)) {
            bench.pass(Key.PLAIN, where, "plain-none", Exchange.NONE, services.size());
        }
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

    private Report report(Instant startedAt) {
        Map<Key, Result> results = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
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
