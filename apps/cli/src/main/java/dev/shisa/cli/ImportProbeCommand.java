package dev.shisa.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code import probe}: what {@code probe --json} wrote at a bench that the server does not reach. */
@Command(name = "probe")
final class ImportProbeCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(names = "--series", required = true, paramLabel = "CODE")
    private String series = "";

    @Option(names = "--model", required = true, paramLabel = "NUMBER")
    private String model = "";

    @Option(names = "--by", paramLabel = "NAME")
    private String by = "";

    @Parameters(index = "0", paramLabel = "FILE")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file)) {
            throw new Refusal(Cli.WRONG_USAGE, "server.unreadable", file);
        }
        JsonNode run = options.client()
                .sendFile(
                        "/api/v1/series/" + ServerClient.encoded(series) + "/probe/files?fileName="
                                + ServerClient.encoded(String.valueOf(file.getFileName())) + "&model="
                                + ServerClient.encoded(model) + "&performedBy=" + ServerClient.encoded(by),
                        file);
        System.out.println(
                options.json()
                        ? Json.text(run)
                        : Words.t(
                                "server.probe-imported",
                                run.path("startedAt").asString(),
                                String.join(
                                        ", ",
                                        run.path("evidence")
                                                .valueStream()
                                                .map(JsonNode::asString)
                                                .toList())));
        return 0;
    }
}
