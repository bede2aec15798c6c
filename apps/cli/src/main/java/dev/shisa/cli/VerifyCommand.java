package dev.shisa.cli;

import dev.shisa.ledger.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code verify PACK.zip}: checks an evidence pack offline and names the place of every difference. */
@Command(name = "verify", description = "checks an evidence pack without a server")
final class VerifyCommand implements Callable<Integer> {

    private static final int CANNOT_REACH = 4;

    @Parameters(index = "0", paramLabel = "PACK.zip")
    private Path pack = Path.of("");

    @Option(names = "--vkey", paramLabel = "KEY", description = "key of the log, from elsewhere; may be repeated")
    private List<String> keys = List.of();

    @Option(names = "--json", description = "the result as JSON")
    private boolean asJson;

    private final Words words = new Words();

    @Override
    public Integer call() {
        List<String> given =
                keys.stream().map(key -> VerifierKey.parse(key).toString()).toList();
        if (!Files.isRegularFile(pack)) {
            throw new Refusal(CANNOT_REACH, t("no-file", pack));
        }
        try {
            PackReport report = PackVerifier.verify(pack, given);
            if (asJson) {
                System.out.println(json(report));
            } else {
                print(report);
            }
            return report.isIntact() ? 0 : Cli.PROBLEM;
        } catch (IOException e) {
            throw new Refusal(CANNOT_REACH, t("unreadable", pack, String.valueOf(e.getMessage())));
        }
    }

    private void print(PackReport report) {
        if (!report.about().isEmpty()) {
            System.out.println(String.join(" · ", report.about()));
        }
        for (PackReport.Log log : report.logs()) {
            System.out.println(t("log", log.number(), Long.toString(log.size()), log.root()));
            System.out.println("  " + log.vkey());
            System.out.println("  " + t(report.keyGiven() ? "key.given" : "key.own", log.fingerprint()));
        }
        for (PackFinding finding : report.findings()) {
            System.out.println("✗ " + finding.place());
            System.out.println("  " + sentence(finding));
        }
        if (report.isIntact()) {
            System.out.println("✓ " + t("intact", report.files(), report.records()));
            if (report.erased() > 0) {
                System.out.println("  " + t("erased", report.erased()));
                for (PackReport.Erasure erasure : report.erasures()) {
                    System.out.println(
                            "  " + t("erasure", erasure.at(), erasure.asked(), erasure.agreed(), erasure.reason()));
                }
            }
        } else {
            System.out.println("✗ " + t("differ", report.findings().size()));
        }
    }

    private String json(PackReport report) {
        Map<String, Object> root = new TreeMap<>();
        root.put("intact", report.isIntact());
        root.put("about", report.about());
        root.put("files", report.files());
        root.put("records", report.records());
        root.put("erased", report.erased());
        root.put("erasures", report.erasures());
        root.put("keyGiven", report.keyGiven());
        root.put("logs", report.logs());
        List<Map<String, Object>> findings = new ArrayList<>();
        report.findings()
                .forEach(finding -> findings.add(new TreeMap<>(
                        Map.of("code", finding.code(), "place", finding.place(), "sentence", sentence(finding)))));
        root.put("findings", findings);
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(root);
    }

    private String sentence(PackFinding finding) {
        return t(
                "finding." + finding.code(),
                finding.args().stream().map(String::valueOf).toArray());
    }

    private String t(String key, Object... args) {
        return words.say(key, args);
    }
}
