package dev.shisa.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * {@code demo}: fills a new installation with a fictitious maker, called by the launcher once the server answers. People
 * and tokens come from the pages, as everywhere, since no program makes them; all else is calls of the API, which stand in
 * the files of the folder {@code demo}.
 */
@Command(name = "demo")
final class DemoCommand implements Callable<Integer> {

    /** No letters that look alike; five bits each. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int PASSWORD_CHARS = 20;

    @Option(names = "--url", required = true, paramLabel = "URL")
    private URI url = URI.create("");

    @Option(names = "--data", required = true, paramLabel = "DIR")
    private Path data = Path.of("");

    /** Needed for one that is begun. */
    @Option(names = "--set-up", paramLabel = "PATH")
    private String setUp = "";

    /** Where it is written how far it is; from there one that broke off goes on. */
    @Option(names = "--progress", paramLabel = "FILE")
    private @Nullable Path progressFile;

    @Option(names = "--script", required = true, paramLabel = "DIR")
    private Path script = Path.of("");

    @Option(names = "--token-file", paramLabel = "FILE")
    private @Nullable Path tokenFile;

    @Override
    public Integer call() {
        Path ca = data.resolve("tls").resolve("ca.pem");
        JsonNode cast = Json.read(script.resolve("people.json"));
        List<Path> files = DemoScript.files(script);
        DemoProgress progress = progressFile != null && DemoProgress.isThere(progressFile)
                ? DemoProgress.of(progressFile)
                : begin(cast, ca);
        Map<String, ServerClient> clients = new LinkedHashMap<>();
        // Its people are Japanese, on whatever machine.
        progress.tokens().forEach((id, token) -> clients.put(id, new ServerClient(url, token, ca, "ja")));
        DemoLine line = new DemoLine(
                System.err,
                Boolean.getBoolean("shisa.terminal"),
                System::nanoTime,
                files.size(),
                DemoScript.calls(files),
                progress.calls());
        play(files, new DemoScript(clients, script.resolve("files"), InstantSource.system(), progress, line), line);

        System.out.println(Words.t("demo.done", progress.calls()));
        System.out.println(Words.t("demo.address", url + "/"));
        System.out.println(Words.t("demo.password", progress.password()));
        cast.path("people")
                .forEach(person -> System.out.println(Words.t(
                        "demo.person",
                        person.path("email").asString(),
                        person.path("name").asString(),
                        person.path("work").asString())));
        if (tokenFile != null) {
            write(tokenFile, progress.tokens().values().iterator().next());
            System.out.println(Words.t("demo.token", tokenFile));
        }
        return 0;
    }

    /** Whatever ends it before its end, somebody's Ctrl+C too, it tells where that was. */
    private static void play(List<Path> files, DemoScript script, DemoLine line) {
        Thread told = new Thread(() -> {
            line.end();
            Cli.say(line.where());
        });
        Runtime.getRuntime().addShutdownHook(told);
        files.forEach(script::run);
        line.end();
        Runtime.getRuntime().removeShutdownHook(told);
    }

    /** Makes the people, who are a few pages; whoever breaks off here begins anew. */
    private DemoProgress begin(JsonNode cast, Path ca) {
        Cli.say(Words.t("demo.people"));
        String password = password();
        Map<String, String> tokens = new LinkedHashMap<>();
        DemoDoor owner = new DemoDoor(url, ca);
        for (JsonNode person : cast.path("people")) {
            DemoDoor door = tokens.isEmpty() ? owner : new DemoDoor(url, ca);
            if (tokens.isEmpty()) {
                owner.setUp(setUp, person, password, cast.path("organisation").asString());
            } else {
                door.accept(owner.invite(person), password);
            }
            tokens.put(person.path("id").asString(), door.token());
        }
        return DemoProgress.begin(progressFile, InstantSource.system().instant(), password, tokens);
    }

    private static String password() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_CHARS; i++) {
            password.append(i > 0 && i % 5 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    /** Readable by its owner only, from the first byte on. */
    private static void write(Path file, String token) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path part = Files.createTempFile(
                    folder,
                    ".shisa-token-",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(part, token + "\n");
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Refusal(Cli.PROBLEM, "unwritable", file, String.valueOf(e.getMessage()));
        }
    }
}
