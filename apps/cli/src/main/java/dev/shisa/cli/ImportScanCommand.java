package dev.shisa.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * {@code import scan}: a build server hands in what a scanning tool found, and may fail for what nobody has judged, what is
 * exploitable, a port that is not registered, or a result that does not tell all.
 */
@Command(name = "scan")
final class ImportScanCommand implements Callable<Integer> {

    private static final Set<String> REASONS =
            new TreeSet<>(Set.of("unjudged", "exploitable", "incomplete", "unregistered"));

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(names = "--series", required = true, paramLabel = "CODE")
    private String series = "";

    @Option(names = "--release", required = true, paramLabel = "NAME")
    private String release = "";

    @Option(names = "--model", required = true, paramLabel = "NUMBER")
    private String model = "";

    @Option(names = "--shipping")
    private boolean shipping;

    @Option(names = "--scanned-on", paramLabel = "DAY")
    private String scannedOn = "";

    @Option(names = "--database-on", paramLabel = "DAY")
    private String databaseOn = "";

    @Option(names = "--fail-on", split = ",", paramLabel = "REASON")
    private List<String> failOn = List.of();

    @Parameters(index = "0", paramLabel = "FILE")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        for (String reason : failOn) {
            if (!REASONS.contains(reason)) {
                throw new Refusal(Cli.WRONG_USAGE, "server.no-reason", reason, String.join(", ", REASONS));
            }
        }
        if (!Files.isRegularFile(file)) {
            throw new Refusal(Cli.WRONG_USAGE, "server.unreadable", file);
        }
        JsonNode scan = options.client()
                .sendFile(
                        "/api/v1/series/" + ServerClient.encoded(series) + "/scans?fileName="
                                + ServerClient.encoded(String.valueOf(file.getFileName()))
                                + "&release=" + ServerClient.encoded(release)
                                + "&model=" + ServerClient.encoded(model)
                                + "&shipping=" + shipping
                                + "&scannedOn=" + ServerClient.encoded(scannedOn)
                                + "&databaseOn=" + ServerClient.encoded(databaseOn),
                        file);
        int unjudged = scan.path("unjudged").asInt();
        int exploitable = scan.path("exploitable").asInt();
        List<String> incomplete =
                scan.path("incomplete").valueStream().map(JsonNode::asString).toList();
        List<String> unregistered =
                scan.path("unregistered").valueStream().map(JsonNode::asString).toList();
        if (options.json()) {
            System.out.println(Json.text(scan));
        } else {
            System.out.println(Words.t(
                    "server.scan-imported",
                    scan.path("tool").asString(),
                    scan.path("evidence").asString(),
                    scan.path("detections").asInt(),
                    unjudged,
                    exploitable));
            incomplete.forEach(System.out::println);
        }
        List<String> broken = new ArrayList<>();
        if (failOn.contains("unjudged") && unjudged > 0) {
            broken.add("unjudged " + unjudged);
        }
        if (failOn.contains("exploitable") && exploitable > 0) {
            broken.add("exploitable " + exploitable);
        }
        if (failOn.contains("incomplete") && !incomplete.isEmpty()) {
            broken.add("incomplete " + incomplete.size());
        }
        if (failOn.contains("unregistered") && !unregistered.isEmpty()) {
            broken.add("unregistered " + String.join(", ", unregistered));
        }
        if (!broken.isEmpty()) {
            Cli.say("✗ " + Words.t("server.scan-policy", String.join(", ", broken)));
            return Cli.PROBLEM;
        }
        return 0;
    }
}
