package dev.shisa.cli;

import dev.shisa.ledger.Checkpoint;
import dev.shisa.ledger.KeyType;
import dev.shisa.ledger.LedgerException;
import dev.shisa.ledger.Note;
import dev.shisa.ledger.SignedCheckpoint;
import dev.shisa.ledger.SigningKey;
import dev.shisa.ledger.TreeFiles;
import dev.shisa.ledger.VerifierKey;
import dev.shisa.ledger.Witness;
import dev.shisa.ledger.WitnessStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Answers every set of a folder laid out like {@code testdata/ledger}: proofs, notes, witness requests and logs, each with
 * the engine that keeps the real ledger. A set that is not there is passed over; a file that cannot be read is named and
 * the others are answered.
 */
final class LedgerScore {

    private final Path root;
    private final Path out;
    private boolean complete = true;

    /** A log of the folder. */
    private record Log(String name, String origin, JsonNode expected) {}

    LedgerScore(Path root, Path out) {
        this.root = root;
        this.out = out;
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
        List<Log> logs = logs();
        one("own-proofs.json", "proofs.json", this::proofs);
        merkle();
        notes(logs);
        one("witness-requests.json", "witness.json", this::witness);
        rebuild(logs);
        return complete;
    }

    /** How a file is answered. */
    @FunctionalInterface
    private interface Answerer {
        Object answer(JsonNode file);
    }

    private void one(String input, String output, Answerer answerer) {
        Path file = root.resolve(input);
        if (!Files.exists(file)) {
            Cli.say(Words.t("score.passed-over", input));
            return;
        }
        Optional<Object> answer = tried(file, answerer);
        answer.ifPresent(value -> Json.write(out.resolve(output), value));
    }

    /** The answer to a file, or a sentence on stderr. */
    private Optional<Object> tried(Path file, Answerer answerer) {
        try {
            return Optional.of(answerer.answer(Json.read(file)));
        } catch (Refusal e) {
            Cli.say("✗ " + e.getMessage());
        } catch (Json.WrongField | LedgerException e) {
            Cli.say("✗ " + file + ": " + e.getMessage());
        }
        complete = false;
        return Optional.empty();
    }

    private static List<JsonNode> elements(JsonNode list) {
        if (!list.isArray()) {
            throw new Json.WrongField("field.no-list");
        }
        return list.valueStream().toList();
    }

    private Object proofs(JsonNode file) {
        return elements(file).stream().map(ProofCases::holds).toList();
    }

    private void merkle() {
        Path folder = root.resolve("merkle");
        if (!Files.isDirectory(folder)) {
            Cli.say(Words.t("score.passed-over", "merkle/"));
            return;
        }
        SortedMap<String, Object> answers = new TreeMap<>();
        for (Path file : list(folder, Integer.MAX_VALUE, path -> path.toString().endsWith(".json"))) {
            tried(file, ProofCases::holds)
                    .ifPresent(holds ->
                            answers.put(folder.relativize(file).toString().replace('\\', '/'), holds));
        }
        Json.write(out.resolve("merkle.json"), answers);
    }

    // ---- notes ---------------------------------------------------------------------------------

    private void notes(List<Log> logs) {
        Map<String, Log> byOrigin = new HashMap<>();
        logs.forEach(log -> byOrigin.put(log.origin, log));
        SortedMap<String, Object> answers = new TreeMap<>();
        for (Path file : list(root, 1, path -> name(path).matches("notes.*\\.json"))) {
            tried(
                            file,
                            list -> elements(list).stream()
                                    .map(e -> note(e.path("note").stringValue(""), byOrigin))
                                    .toList())
                    .ifPresent(answer -> answers.put(name(file), answer));
        }
        if (!answers.isEmpty()) {
            Json.write(out.resolve("notes.json"), answers);
        }
    }

    private Map<String, Object> note(String text, Map<String, Log> logs) {
        long witnesses = -1;
        Log log = logs.get(text.lines().findFirst().orElse(""));
        if (log != null) {
            witnesses = acceptedWitnesses(text, log);
        }
        return Map.of("accept", witnesses >= 0, "witnesses", Math.max(0, witnesses));
    }

    /** How many known witnesses cosigned, or −1 if the checkpoint is not acceptable. */
    private static long acceptedWitnesses(String text, Log log) {
        try {
            VerifierKey key = VerifierKey.parse(Json.text(log.expected, "log_vkey"));
            List<VerifierKey> known = new ArrayList<>(witnessKeys(log));
            known.add(key);
            Note note = Note.parse(text.getBytes(StandardCharsets.UTF_8));
            if (!(note.check(known) instanceof Note.Check.Signed signed)
                    || !signed.by().contains(key)) {
                return -1;
            }
            return Checkpoint.parse(note.text()).origin().equals(log.origin)
                    ? signed.by().size() - 1
                    : -1;
        } catch (LedgerException.Malformed | Json.WrongField e) {
            return -1;
        }
    }

    /** A key of a type that nobody here understands verifies nothing: it is as good as unknown. */
    private static List<VerifierKey> witnessKeys(Log log) {
        List<VerifierKey> keys = new ArrayList<>();
        for (JsonNode text : log.expected.path("witness_vkeys")) {
            try {
                keys.add(VerifierKey.parse(text.stringValue("")));
            } catch (LedgerException.Malformed e) {
                Cli.say(Words.t("score.witness", log.name, String.valueOf(e.getMessage())));
            }
        }
        return keys.stream().distinct().toList();
    }

    // ---- witness -------------------------------------------------------------------------------

    private Object witness(JsonNode file) {
        VerifierKey log = VerifierKey.parse(Json.text(file, "log_vkey"));
        SigningKey key = SigningKey.generate("witness.score/w", KeyType.COSIGNATURE_ED25519, new SecureRandom());
        Witness witness = new Witness(List.of(log), List.of(key), new InMemory(), InstantSource.system());
        return elements(file.path("steps")).stream()
                .map(step ->
                        witness.addCheckpoint(step.path("body").stringValue("").getBytes(StandardCharsets.UTF_8)))
                .map(answer -> Map.of("status", answer.status(), "body", answer.body()))
                .toList();
    }

    private static final class InMemory implements WitnessStore {
        private final Map<String, SignedCheckpoint> latest = new HashMap<>();

        @Override
        public Optional<SignedCheckpoint> latest(String origin) {
            return Optional.ofNullable(latest.get(origin));
        }

        @Override
        public void replace(SignedCheckpoint checkpoint) {
            latest.put(checkpoint.checkpoint().origin(), checkpoint);
        }
    }

    // ---- logs ----------------------------------------------------------------------------------

    private List<Log> logs() {
        List<Log> logs = new ArrayList<>();
        for (Path folder : list(root, 1, path -> name(path).startsWith("log-") && Files.isDirectory(path))) {
            Path file = folder.resolve("expected.json");
            if (Files.exists(file)) {
                tried(file, expected -> new Log(name(folder), Json.text(expected, "origin"), expected))
                        .ifPresent(log -> logs.add((Log) log));
            }
        }
        return logs;
    }

    private void rebuild(List<Log> logs) {
        SortedMap<String, Object> answers = new TreeMap<>();
        for (Log log : logs) {
            tried(root.resolve(log.name).resolve("expected.json"), expected -> rebuilt(log))
                    .ifPresent(answer -> answers.put(log.name, answer));
        }
        if (!logs.isEmpty()) {
            Json.write(out.resolve("logs.json"), answers);
        }
    }

    private static Object rebuilt(Log log) {
        long size = Json.count(log.expected, "size").orElseThrow(() -> new Json.WrongField("field.large", "size"));
        EntryRule rule = new EntryRule(Json.text(log.expected, "entry_rule"), log.origin);
        SortedMap<String, String> tiles = new TreeMap<>();
        TreeFiles tree = new TreeFiles((tile, content) -> {
            if (tile.level() >= 0) {
                tiles.put(tile.path(), TreeFiles.sha256(content).hex());
            }
        });
        for (long i = 0; i < size; i++) {
            tree.add(rule.entry(i));
        }
        tree.finish();
        return Map.of("root", tree.root().base64(), "size", size, "tiles", tiles);
    }

    // ---- files ---------------------------------------------------------------------------------

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static List<Path> list(Path folder, int depth, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(f -> !f.equals(folder)).filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new Refusal(Cli.PROBLEM, "unreadable", folder, String.valueOf(e.getMessage()));
        }
    }
}
