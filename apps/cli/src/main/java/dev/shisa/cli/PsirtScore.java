package dev.shisa.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Answers every set of a folder laid out like {@code testdata/psirt}, each into a file named after its set, with the engines that
 * the product uses. A set that is not there is passed over; a file that cannot be read is named and the others are answered.
 */
final class PsirtScore {

    private final Path root;
    private final Path out;
    private final InstantSource now;
    private boolean complete = true;

    PsirtScore(Path root, Path out, InstantSource now) {
        this.root = root;
        this.out = out;
        this.now = now;
    }

    /** Returns whether every set that is there could be read and answered. */
    boolean run() {
        if (!Files.isDirectory(root)) {
            throw new Refusal(Cli.WRONG_USAGE, "score.root", root);
        }
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new Refusal(Cli.WRONG_USAGE, "score.out", out, String.valueOf(e.getMessage()));
        }
        one("cpe/cpe-name-matching.json", "cpe-names", file -> MatchScore.names(Json.read(file)));
        one("match-cpe", "match-cpe", MatchScore::lists);
        one("match-cpe/and-configurations.json", "match-and", file -> MatchScore.configurations(Json.read(file)));
        one("match-distro", "match-distro", MatchScore::distributions);
        one("labels", "labels", _ -> MatchScore.labels(root));
        each("sbom", "", "sbom", MatchScore::reading);
        one("csaf/expected.json", "csaf", file -> CsafScore.documents(file, now.instant()));
        each("version/osv-semantic", ".txt", "version-osv", VersionScore::lines);
        each("version/vers-spec", ".json", "version-vers", file -> VersionScore.vers(Json.read(file)));
        return complete;
    }

    private void one(String input, String set, Function<Path, Object> answerer) {
        if (!Files.exists(root.resolve(input))) {
            Cli.say(Words.t("score.passed-over", input));
            return;
        }
        tried(root.resolve(input), answerer).ifPresent(answer -> Json.write(out.resolve(set + ".json"), answer));
    }

    /** Answers each file of a folder by itself, under the file's name. */
    private void each(String folder, String ending, String set, Function<Path, Object> answerer) {
        if (!Files.isDirectory(root.resolve(folder))) {
            Cli.say(Words.t("score.passed-over", folder + "/"));
            return;
        }
        SortedMap<String, Object> answers = new TreeMap<>();
        for (Path file : files(root.resolve(folder), ending)) {
            tried(file, answerer).ifPresent(answer -> answers.put(name(root.resolve(folder), file), answer));
        }
        Json.write(out.resolve(set + ".json"), answers);
    }

    private <T> Optional<T> tried(Path file, Function<Path, T> answerer) {
        try {
            return Optional.of(answerer.apply(file));
        } catch (Refusal e) {
            Cli.say("✗ " + e.getMessage());
        } catch (Json.WrongField e) {
            Cli.say("✗ " + file + ": " + e.getMessage());
        }
        complete = false;
        return Optional.empty();
    }

    static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> Files.isRegularFile(f) && f.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Refusal(Cli.PROBLEM, "unreadable", folder, String.valueOf(e.getMessage()));
        }
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }
}
