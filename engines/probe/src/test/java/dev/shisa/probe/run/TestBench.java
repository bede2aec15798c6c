package dev.shisa.probe.run;

import dev.shisa.probe.Declaration;
import dev.shisa.probe.Declaration.Credential;
import dev.shisa.probe.Declaration.DeclaredPort;
import dev.shisa.probe.Declaration.Policy;
import dev.shisa.probe.Declaration.Update;
import dev.shisa.probe.Key;
import dev.shisa.probe.Limits;
import dev.shisa.probe.Verdict;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** A bench whose clock only goes on where something waits or says so. */
public final class TestBench {

    private final AtomicLong nowMs =
            new AtomicLong(Instant.parse("2026-04-01T00:00:00Z").toEpochMilli());
    private final Bench bench;

    /** A device whose maker says that these TCP ports are open. */
    public static TestBench declaring(int... ports) {
        return new TestBench(
                List.of(),
                new Policy(Optional.of(true), OptionalInt.of(10), OptionalInt.of(60), OptionalInt.of(8)),
                new byte[0],
                Arrays.stream(ports)
                        .mapToObj(port -> new DeclaredPort(port, "", ""))
                        .toList());
    }

    public TestBench(List<Credential> credentials, int freeTries, int lockSeconds, int passwordLength) {
        this(
                credentials,
                new Policy(
                        Optional.of(true),
                        OptionalInt.of(freeTries),
                        OptionalInt.of(lockSeconds),
                        OptionalInt.of(passwordLength)),
                new byte[0]);
    }

    /** @param image that the device takes as an update; empty: none is handed in */
    public TestBench(List<Credential> credentials, Policy policy, byte[] image) {
        this(credentials, policy, image, List.of());
    }

    private TestBench(List<Credential> credentials, Policy policy, byte[] image, List<DeclaredPort> tcp) {
        Declaration declared = new Declaration(
                "unit",
                "",
                InetAddress.ofLiteral("127.0.0.1"),
                Optional.empty(),
                credentials,
                tcp,
                List.of(),
                policy,
                Map.of(),
                Optional.of(new Update("package-1", image)));
        InstantSource clock = () -> Instant.ofEpochMilli(nowMs.get());
        Limits limits = new Limits(600, 20_000, 100_000, true, EnumSet.allOf(Key.class));
        bench = new Bench(
                declared, limits, new Budget(limits, clock, nowMs::addAndGet), new SplittableRandom(1), _ -> {});
    }

    public Bench bench() {
        return bench;
    }

    public long nowMs() {
        return nowMs.get();
    }

    public void pass(long ms) {
        nowMs.addAndGet(ms);
    }

    /** Codes of what was observed with this verdict. */
    public Set<String> codes(Key key, Verdict verdict) {
        return bench.evidence().stream()
                .filter(e -> e.key() == key && e.verdict() == verdict)
                .map(e -> e.code())
                .collect(Collectors.toSet());
    }

    public Verdict verdict(Key key) {
        return Verdict.of(bench.evidence().stream()
                .filter(e -> e.key() == key)
                .map(e -> e.verdict())
                .toList());
    }
}
