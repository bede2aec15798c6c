package dev.shisa.server.bench;

import dev.shisa.probe.Declaration;
import dev.shisa.probe.DeclarationReader;
import dev.shisa.probe.Evidence;
import dev.shisa.probe.Key;
import dev.shisa.probe.Limits;
import dev.shisa.probe.Probe;
import dev.shisa.probe.Report;
import dev.shisa.probe.Result;
import dev.shisa.server.platform.jobs.Background;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.Security;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The probe as a process of its own: to find what is wrong with a device it has to speak what Java forbids, which holds
 * for a whole process. The declaration is the first line of its input, so that no log-in stands among the arguments or
 * on a disk, and the device's own image the second, empty where there is none; the end of the input stops the run. Each line that it says begins with {@code progress} or {@code report}.
 */
final class ProbeChild {

    /** A device that answers nonsense everywhere makes no longer report than this for one key. */
    static final int EVIDENCE_MAX = 100;

    private ProbeChild() {}

    /**
     * Runs the probe once.
     *
     * @param args seconds, requests, whether changes are allowed
     */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // Whatever a library says belongs to nobody.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        Security.setProperty("jdk.certpath.disabledAlgorithms", "");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        String image = in.readLine();
        if (line == null || image == null) {
            return;
        }
        Declaration declared =
                DeclarationReader.read(line.getBytes(StandardCharsets.UTF_8)).getFirst();
        if (!image.isEmpty()) {
            String item = declared.update().map(Declaration.Update::item).orElse("");
            declared = declared.with(
                    new Declaration.Update(item, Base64.getDecoder().decode(image)));
        }
        Thread run = Thread.currentThread();
        Background.start("probe-input", () -> {
            awaitEnd(in);
            run.interrupt();
        });
        Limits limits = Limits.DEFAULT
                .withSeconds(Integer.parseInt(args[0]))
                .withRequests(Integer.parseInt(args[1]))
                .withChanges(Boolean.parseBoolean(args[2]));
        Report report = Probe.run(
                declared,
                limits,
                InstantSource.system(),
                new SecureRandom(),
                step -> out.println("progress " + step.replaceAll("\\p{Cntrl}", " ")));
        out.println("report " + BenchStore.JSON.writeValueAsString(bounded(report)));
        System.exit(0);
    }

    private static void awaitEnd(BufferedReader in) {
        try {
            while (in.readLine() != null) {
                // Nothing more is said.
            }
        } catch (IOException e) {
            // The other end is gone.
        }
    }

    /** What failed goes first, then what keeps a key open: a cut never hides them behind passes. */
    static Report bounded(Report report) {
        Map<Key, Result> results = new EnumMap<>(Key.class);
        report.results()
                .forEach((key, result) -> results.put(
                        key,
                        new Result(
                                result.verdict(),
                                result.evidence().stream()
                                        .sorted(Comparator.comparingInt(ProbeChild::rank))
                                        .limit(EVIDENCE_MAX)
                                        .toList())));
        return new Report(
                report.device(),
                report.startedAt(),
                report.tookMs(),
                report.requests(),
                results,
                List.copyOf(report.notes()));
    }

    private static int rank(Evidence one) {
        return switch (one.verdict()) {
            case FAIL -> 0;
            case UNKNOWN -> 1;
            case MANUAL -> 2;
            case PASS -> 3;
            case NA -> 4;
        };
    }
}
