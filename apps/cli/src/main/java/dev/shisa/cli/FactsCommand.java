package dev.shisa.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code facts --series CODE}: what is recorded of a series. */
@Command(name = "facts")
final class FactsCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(names = "--series", required = true, paramLabel = "CODE")
    private String series = "";

    @Option(names = "--key", paramLabel = "KEY")
    private String key = "";

    @Override
    public Integer call() {
        List<JsonNode> facts = options.client()
                .list("/api/v1/series/" + ServerClient.encoded(series) + "/facts"
                        + (key.isEmpty() ? "" : "?key=" + ServerClient.encoded(key)));
        if (options.json()) {
            System.out.println(Json.text(facts));
        } else {
            facts.stream()
                    .filter(fact -> fact.path("standing").asBoolean())
                    .forEach(fact -> System.out.println(fact.path("key").asString()
                            + (fact.path("item").asString().isEmpty()
                                    ? ""
                                    : "[" + fact.path("item").asString() + "]")
                            + " = " + fact.path("value") + "  ("
                            + fact.path("strength").asString() + ", "
                            + fact.path("evidence").asString()
                            + (fact.path("confirmed").isNull() ? "" : ", ✓") + ")"));
            System.out.println(Words.t("server.facts", series, facts.size()));
        }
        return 0;
    }
}
