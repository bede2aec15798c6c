package dev.shisa.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code findings --series CODE --release NAME}: what is known to be broken in a version, and whether it may be shipped by the policy. */
@Command(name = "findings")
final class FindingsCommand implements Callable<Integer> {

    private static final Set<String> ANSWERS = Set.of("no", "not-yet", "unknown", "with-open", "nothing-known");

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(names = "--series", required = true, paramLabel = "CODE")
    private String series = "";

    @Option(names = "--release", required = true, paramLabel = "NAME")
    private String release = "";

    /** Not knowing stops a build, too, unless somebody says otherwise. */
    @Option(names = "--fail-on", split = ",", paramLabel = "ANSWER")
    private List<String> failOn = List.of("no", "not-yet", "unknown");

    /** Only known vulnerabilities count; otherwise nothing passes that a stop, an own advisory or verification forbids. */
    @Option(names = "--findings-only")
    private boolean findingsOnly;

    /** Everything has to say yes: what the others cannot say is no permission, either. */
    @Option(names = "--may-ship")
    private boolean mayShip;

    @Override
    public Integer call() {
        for (String answer : failOn) {
            if (!ANSWERS.contains(answer)) {
                throw new Refusal(
                        Cli.WRONG_USAGE,
                        "server.no-answer",
                        answer,
                        String.join(", ", ANSWERS.stream().sorted().toList()));
            }
        }
        ServerClient client = options.client();
        String of = "/api/v1/series/" + ServerClient.encoded(series);
        String chosen = "?release=" + ServerClient.encoded(release);
        JsonNode shipping = client.get(of + "/shipping" + chosen);
        List<JsonNode> open = client.list(of + "/findings" + chosen + "&only=open");
        if (options.json()) {
            System.out.println(Json.text(List.of(shipping, open)));
        } else {
            open.forEach(finding -> System.out.printf(
                    "%-10s %-12s %-18s %s %s%n",
                    finding.path("priority").asString(""),
                    finding.path("state").asString(""),
                    finding.path("vulnerability").asString(""),
                    finding.path("component").asString(""),
                    finding.path("version").asString("")));
            List<String> sentences = new ArrayList<>();
            shipping.path("sentences").values().forEach(s -> sentences.add(s.asString("")));
            shipping.path("grounds").values().forEach(ground -> {
                if (!ground.path("ground").asString("").equals("findings")) {
                    ground.path("sentences").values().forEach(s -> sentences.add(s.asString("")));
                }
            });
            sentences.forEach(System.out::println);
        }
        String answer = shipping.path("answer").asString("");
        if (failOn.contains(answer) || !ANSWERS.contains(answer)) {
            Cli.say("✗ " + Words.t("server.shipping", answer, String.join(",", failOn)));
            return Cli.PROBLEM;
        }
        String may = shipping.path("may").asString("");
        boolean forbidden = shipping.path("grounds")
                .valueStream()
                .anyMatch(ground -> !ground.path("ground").asString("").equals("findings")
                        && ground.path("may").asString("").equals("no"));
        if (forbidden && !findingsOnly || mayShip && !may.equals("yes")) {
            Cli.say("✗ " + Words.t("server.may-ship", may));
            return Cli.PROBLEM;
        }
        return 0;
    }
}
