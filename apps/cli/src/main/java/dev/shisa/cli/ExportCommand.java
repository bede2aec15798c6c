package dev.shisa.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export --series CODE --to FILE}: a series as a workbook, as a pack that proves it, as OSCAL, or as JSON. */
@Command(name = "export")
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(names = "--series", required = true, paramLabel = "CODE")
    private String series = "";

    @Option(
            names = {"--as", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "xlsx")
    private String format = "";

    @Option(names = "--to", required = true, paramLabel = "FILE")
    private Path to = Path.of("");

    @Override
    public Integer call() {
        String base = "/api/v1/series/" + ServerClient.encoded(series);
        ServerClient client = options.client();
        switch (format) {
            case "xlsx" -> client.download(base + "/export.xlsx", to);
            case "pack" -> client.download(base + "/pack.zip", to);
            case "oscal" -> client.download(base + "/oscal.json", to);
            case "json" -> {
                Map<String, Object> all = new LinkedHashMap<>();
                all.put("series", client.get(base));
                all.put("models", client.list(base + "/models"));
                all.put("releases", client.list(base + "/releases"));
                all.put("facts", client.list(base + "/facts"));
                all.put("verdicts", client.list(base + "/verdicts"));
                Json.write(to, all);
            }
            default -> throw new Refusal(Cli.WRONG_USAGE, "server.no-format", format);
        }
        System.out.println(
                options.json() ? Json.text(Map.of("file", to.toString())) : Words.t("server.exported", series, to));
        return 0;
    }
}
