package dev.shisa.cli;

import dev.shisa.vulnerability.feed.SourceBundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * {@code import feed}: a file of a public source of vulnerabilities, or a bundle of several, carried by hand. Waits until it is in and ends with exit code 1
 * when it is not in whole: also when a single record or document of it was refused, since a wrong signature among a thousand must not
 * pass for success. What could be taken is in all the same.
 */
@Command(name = "feed")
final class ImportFeedCommand implements Callable<Integer> {

    private static final String IMPORTS = "/api/v1/vulnerability-imports";
    private static final String BUNDLES = "/api/v1/vulnerability-bundles";
    private static final Set<String> OPEN = Set.of("waiting", "running");

    /** All of NVD takes minutes; who waits longer reads how far it is on the page. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(names = "--source", paramLabel = "NAME")
    private String source = "";

    @Option(names = "--no-wait")
    private boolean noWait;

    @Parameters(index = "0", paramLabel = "FILE")
    private Path file = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        if (!Files.isRegularFile(file)) {
            throw new Refusal(Cli.WRONG_USAGE, "server.unreadable", file);
        }
        ServerClient client = options.client();
        String name = "fileName=" + ServerClient.encoded(String.valueOf(file.getFileName()));
        if (!isBundle()) {
            String only = source.isEmpty() ? "" : "&source=" + ServerClient.encoded(source);
            return follow(client, client.sendFile(IMPORTS + "?" + name + only, file));
        }
        if (!source.isEmpty()) {
            throw new Refusal(Cli.WRONG_USAGE, "server.bundle-source", file);
        }
        int worst = 0;
        for (JsonNode one : client.sendFile(BUNDLES + "?" + name, file).path("imports")) {
            worst = Math.max(worst, follow(client, one));
        }
        return worst;
    }

    private boolean isBundle() {
        try (InputStream in = Files.newInputStream(file)) {
            return SourceBundle.begins(in.readNBytes(SourceBundle.headBytes()));
        } catch (IOException e) {
            throw new Refusal(Cli.WRONG_USAGE, "server.unreadable", file);
        }
    }

    /** Waits until a file is in, and says what came of it. */
    private int follow(ServerClient client, JsonNode begun) throws InterruptedException {
        JsonNode one = begun;
        String id = one.path("id").asString();
        while (!noWait && OPEN.contains(one.path("state").asString())) {
            Thread.sleep(PAUSE);
            one = client.get(IMPORTS + "/" + ServerClient.encoded(id));
        }
        String state = one.path("state").asString();
        boolean whole = state.equals("done") && one.path("problemCount").asInt() == 0;
        if (options.json()) {
            System.out.println(Json.text(one));
        } else {
            one.path("problems").forEach(problem -> Cli.say("✗ " + problem.asString()));
            System.out.println(Words.t(
                    noWait
                            ? "server.feed-begun"
                            : state.equals("done") && !whole ? "server.feed-rest" : "server.feed-" + state,
                    one.path("fileName").asString(String.valueOf(file.getFileName())),
                    one.path("added").asLong(),
                    one.path("changed").asLong(),
                    one.path("unchanged").asLong() + one.path("older").asLong(),
                    one.path("withdrawn").asLong(),
                    one.path("problemCount").asInt()));
        }
        return noWait || whole ? 0 : Cli.PROBLEM;
    }
}
