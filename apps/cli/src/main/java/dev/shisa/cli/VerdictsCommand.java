package dev.shisa.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code verdicts --series CODE}: the verdicts of a series, and whether they let a build go on. */
@Command(name = "verdicts")
final class VerdictsCommand implements Callable<Integer> {

    private static final Set<String> STATES =
            Set.of("met", "deemed", "exempt", "not-applicable", "expected", "unknown", "recheck", "not-met");

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(names = "--series", required = true, paramLabel = "CODE")
    private String series = "";

    @Option(names = "--framework", paramLabel = "ID")
    private String framework = "";

    @Option(names = "--fail-on", split = ",", paramLabel = "STATE")
    private List<String> failOn = List.of();

    @Override
    public Integer call() {
        for (String state : failOn) {
            if (!STATES.contains(state)) {
                throw new Refusal(Cli.WRONG_USAGE, "server.no-state", state, String.join(", ", sorted(STATES)));
            }
        }
        ServerClient client = options.client();
        List<JsonNode> verdicts = client.list("/api/v1/series/" + ServerClient.encoded(series) + "/verdicts"
                + (framework.isEmpty() ? "" : "?framework=" + ServerClient.encoded(framework)));
        if (verdicts.isEmpty()) {
            // Nothing decided is nothing proven: a policy must not be met by an empty list.
            throw new Refusal(Cli.PROBLEM, "server.no-verdicts", series);
        }
        List<String> bad = new ArrayList<>();
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (JsonNode verdict : verdicts) {
            String state = verdict.path("state").asString();
            counts.merge(state, 1, Integer::sum);
            if (failOn.contains(state)) {
                bad.add(verdict.path("requirement").asString());
            }
        }
        if (options.json()) {
            System.out.println(Json.text(verdicts));
        } else {
            verdicts.forEach(verdict -> System.out.printf(
                    "%-14s %s%n",
                    verdict.path("state").asString(),
                    verdict.path("requirement").asString()));
            System.out.println(Words.t("server.verdicts", series, verdicts.size(), counts.toString()));
        }
        if (!bad.isEmpty()) {
            Cli.say("✗ " + Words.t("server.policy", bad.size(), String.join(",", failOn), String.join(", ", bad)));
            return Cli.PROBLEM;
        }
        return 0;
    }

    private static List<String> sorted(Set<String> states) {
        return states.stream().sorted().toList();
    }
}
