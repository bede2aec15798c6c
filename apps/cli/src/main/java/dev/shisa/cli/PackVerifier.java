package dev.shisa.cli;

import dev.shisa.ledger.Checkpoint;
import dev.shisa.ledger.Digest;
import dev.shisa.ledger.InclusionProof;
import dev.shisa.ledger.LedgerException;
import dev.shisa.ledger.verify.LogVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks an evidence pack offline, with nothing but what is in it and, if given, the log's public key.
 *
 * <p>From the outside in: the frame of the zip; every file against the manifest; the manifest against the record by which
 * the installation bound it to its log; every record against its leaf, every leaf against a signed checkpoint; and the
 * parts against each other: evidence, facts and verdicts against the records that were made when they came into being. None
 * of it is the code that writes packs.
 */
final class PackVerifier {

    private static final String FORMAT = "shisa-pack/1";
    private static final int MANIFEST_BYTES_MAX = 32 << 20;
    private static final int FILE_BYTES_MAX = 64 << 20;
    private static final int SALT_BYTES = 16;
    private static final Pattern RECORD =
            Pattern.compile("records/([1-9][0-9]{0,5})-(0|[1-9][0-9]{0,17})\\.entry\\.json");
    private static final Pattern VKEY = Pattern.compile("logs/([1-9][0-9]{0,5})/vkey");
    private static final Pattern ENTRY = Pattern.compile(
            "\\{\"at\":\"([0-9T:.-]{19,27}Z)\",\"commitment\":\"([0-9a-f]{64})\",\"id\":([1-9][0-9]{0,17}),"
                    + "\"kind\":\"([a-z][a-z-]{0,40}/[1-9][0-9]?)\",\"v\":1\\}");
    private static final Set<String> SEAL =
            Set.of("manifest.json", "manifest.entry.json", "manifest.content", "manifest.tlog-proof");
    private static final List<String> EVIDENCE_FIELDS = List.of(
            "id",
            "code",
            "kind",
            "strength",
            "title",
            "place",
            "statement",
            "record",
            "url",
            "observedAt",
            "recordedAt",
            "validUntil",
            "submittedName",
            "via",
            "renews");
    private static final List<String> FACT_FIELDS = List.of(
            "id",
            "subjectKind",
            "subject",
            "key",
            "item",
            "type",
            "value",
            "detail",
            "strength",
            "observedAt",
            "recordedAt",
            "validUntil",
            "supersedes");

    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private final List<PackFinding> findings = new ArrayList<>();
    private final Map<String, PackReport.Log> logs = new TreeMap<>();
    private final Map<String, Checkpoint> checkpoints = new HashMap<>();

    /** Bodies of records by {@code kind id}, in the order of the log. */
    private final Map<String, List<Body>> bodies = new LinkedHashMap<>();

    private final Map<String, Body> confirmations = new HashMap<>();
    private final Map<String, String> hashes = new LinkedHashMap<>();
    private final PackZip zip;
    private final List<String> keys;
    /** Records without content, by the file of their entry. */
    private final Map<String, Gone> gone = new LinkedHashMap<>();

    private int records;

    /** The body of a record, with its file in the pack. */
    private record Body(String place, JsonNode json) {}

    /** A record without content: its number in the installation, and its commitment. */
    private record Gone(long id, String commitment) {}

    private PackVerifier(PackZip zip, List<String> keys) {
        this.zip = zip;
        this.keys = keys;
    }

    /**
     * Checks a pack.
     *
     * @param keys vkeys that came another way; empty if there are none
     * @throws IOException if the file cannot be read
     */
    static PackReport verify(Path file, List<String> keys) throws IOException {
        try (PackZip zip = PackZip.open(file)) {
            return new PackVerifier(zip, keys).run();
        } catch (PackZip.Refused e) {
            return new PackReport(List.of(), List.of(), 0, 0, 0, List.of(), !keys.isEmpty(), List.of(e.finding()));
        }
    }

    private PackReport run() throws IOException {
        JsonNode manifest = json("manifest.json", MANIFEST_BYTES_MAX);
        if (manifest != null && !manifest.path("format").asString("").equals(FORMAT)) {
            found("format", "manifest.json", manifest.path("format").asString(""), FORMAT);
            manifest = null;
        }
        if (manifest == null) {
            return report(json.createObjectNode());
        }
        files(manifest);
        zip.entries().keySet().stream()
                .map(VKEY::matcher)
                .filter(Matcher::matches)
                .forEach(name -> log(name.group(1)));
        for (String name : List.copyOf(zip.entries().keySet())) {
            Matcher record = RECORD.matcher(name);
            if (record.matches()) {
                record("records/" + record.group(1) + "-" + record.group(2), record.group(1), record.group(2));
            } else if (name.startsWith("records/") && !isOfRecord(name)) {
                found("extra", name);
            }
        }
        erased();
        seal();
        evidence(manifest);
        verdicts(manifest);
        return report(manifest);
    }

    private PackReport report(JsonNode manifest) {
        List<String> about = new ArrayList<>();
        for (String path : List.of(
                "/organisation", "/series/code", "/series/name", "/release/name", "/requirement", "/made", "/by")) {
            String text = manifest.at(path).asString("");
            if (!text.isEmpty()) {
                about.add(text);
            }
        }
        return new PackReport(
                about,
                List.copyOf(logs.values()),
                manifest.path("files").size(),
                records,
                gone.size(),
                erasures(),
                !keys.isEmpty(),
                findings);
    }

    /** Every file is the one that the manifest names, and there is no other. */
    private void files(JsonNode manifest) throws IOException {
        Set<String> named = new HashSet<>();
        for (JsonNode file : manifest.path("files")) {
            String name = file.path("name").asString("");
            PackZip.Entry entry = zip.entries().get(name);
            if (!named.add(name) || SEAL.contains(name)) {
                found("named-twice", "manifest.json", name);
            } else if (entry == null) {
                found("missing", name);
            } else {
                String hash = hash(entry);
                if (!hash.equals(file.path("sha256").asString(""))
                        || entry.size() != file.path("size").asLong(-1)) {
                    found("changed", name, hash, file.path("sha256").asString(""));
                }
            }
        }
        for (String name : zip.entries().keySet()) {
            if (SEAL.contains(name)) {
                hash(zip.entries().get(name));
            } else if (!named.contains(name)) {
                found("extra", name);
            }
        }
    }

    private String hash(PackZip.Entry entry) throws IOException {
        String hash = "";
        try {
            hash = zip.sha256(entry);
            hashes.put(entry.name(), hash);
        } catch (PackZip.Refused e) {
            add(e.finding());
        }
        return hash;
    }

    private void log(String number) {
        String folder = "logs/" + number;
        String vkey = new String(bytes(folder + "/vkey"), StandardCharsets.UTF_8).strip();
        String fingerprint = Digests.hex(vkey.getBytes(StandardCharsets.UTF_8));
        if (!keys.isEmpty() && !keys.contains(vkey)) {
            found(
                    "other-key",
                    folder + "/vkey",
                    fingerprint,
                    Digests.hex(keys.getFirst().getBytes(StandardCharsets.UTF_8)));
        }
        try {
            LogVerifier.Signed signed = LogVerifier.checkpoint(bytes(folder + "/checkpoint"), vkey);
            Checkpoint checkpoint = signed.checkpoint().orElse(null);
            if (checkpoint == null) {
                found("unsigned", folder + "/checkpoint", signed.why());
            } else if (!vkey.startsWith(checkpoint.origin() + "+")) {
                found("other-log", folder + "/checkpoint", checkpoint.origin(), vkey);
            } else {
                checkpoints.put(number, checkpoint);
                logs.put(
                        number,
                        new PackReport.Log(
                                number,
                                vkey,
                                fingerprint,
                                checkpoint.size(),
                                checkpoint.root().base64()));
            }
        } catch (IllegalArgumentException e) {
            found("bad-key", folder + "/vkey", String.valueOf(e.getMessage()));
        }
    }

    /** One record of a log: its proof, its entry, its content. */
    private void record(String name, String log, String index) {
        Checkpoint checkpoint = checkpoints.get(log);
        Proof proof = proof(name);
        if (proof == null) {
            return;
        }
        if (!Arrays.equals(proof.note(), bytes("logs/" + log + "/checkpoint"))) {
            found("other-checkpoint", name + ".tlog-proof", "logs/" + log + "/checkpoint");
        } else if (!Long.toString(proof.index()).equals(index)) {
            found("other-index", name + ".tlog-proof", proof.index(), index);
        } else if (checkpoint != null) {
            included(name, proof, checkpoint);
            records++;
        }
        entry(name).ifPresent(kind -> content(name, kind));
    }

    private void included(String name, Proof proof, Checkpoint checkpoint) {
        try {
            LogVerifier.verifyInclusion(
                            bytes(name + ".entry.json"),
                            new InclusionProof(proof.index(), checkpoint.size(), proof.path()),
                            checkpoint)
                    .ifPresent(why -> found("not-included", name + ".entry.json", why));
        } catch (LedgerException e) {
            found("not-included", name + ".tlog-proof", String.valueOf(e.getMessage()));
        }
    }

    /** The kind that an entry names; empty if it is none. */
    private Optional<String> entry(String name) {
        Matcher entry = ENTRY.matcher(new String(bytes(name + ".entry.json"), StandardCharsets.ISO_8859_1));
        if (!entry.matches()) {
            found("no-entry", name + ".entry.json");
            return Optional.empty();
        }
        byte[] content = bytes(name + ".content");
        if (zip.entries().containsKey(name + ".content")
                && !Digests.hex(content).equals(entry.group(2))) {
            found("not-committed", name + ".content", Digests.hex(content), entry.group(2));
            return Optional.empty();
        }
        return Optional.of(entry.group(4));
    }

    private void content(String name, String kind) {
        byte[] content = bytes(name + ".content");
        if (!zip.entries().containsKey(name + ".content")) {
            Matcher entry = ENTRY.matcher(new String(bytes(name + ".entry.json"), StandardCharsets.ISO_8859_1));
            if (entry.matches()) {
                gone.put(name, new Gone(Long.parseLong(entry.group(3)), entry.group(2)));
            }
            return;
        }
        JsonNode body = content.length < SALT_BYTES
                ? null
                : parsed(name + ".content", Arrays.copyOfRange(content, SALT_BYTES, content.length));
        if (body != null) {
            bodies.computeIfAbsent(kind + " " + body.path("id").asString(""), key -> new ArrayList<>())
                    .add(new Body(name + ".content", body));
        }
    }

    /** Content is rightly gone only where the record of an erasure, itself in the log, names the record. */
    private void erased() {
        Map<Long, String> named = new HashMap<>();
        for (JsonNode body : erasureBodies()) {
            for (JsonNode record : body.path("records")) {
                named.put(
                        record.path("record").asLong(0),
                        record.path("commitment").asString(""));
            }
        }
        gone.forEach((name, record) -> {
            if (!record.commitment().equals(named.get(record.id()))) {
                found("content-gone", name + ".content");
            }
        });
    }

    /** What the records of erasures say; a later one of the same erasure took the place of what was erased of it. */
    private List<JsonNode> erasureBodies() {
        return bodies.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("erasure/1 "))
                .flatMap(entry -> entry.getValue().stream())
                .map(Body::json)
                .toList();
    }

    private List<PackReport.Erasure> erasures() {
        Map<String, PackReport.Erasure> all = new LinkedHashMap<>();
        for (JsonNode body : erasureBodies()) {
            all.put(
                    body.path("id").asString(""),
                    new PackReport.Erasure(
                            body.path("at").asString(""),
                            body.path("askedByName").asString(""),
                            body.path("byName").asString(""),
                            body.path("reason").asString("")));
        }
        return List.copyOf(all.values());
    }

    /** The manifest is the one that the installation recorded in its log when it made the pack. */
    private void seal() {
        for (String name : SEAL) {
            if (!zip.entries().containsKey(name)) {
                found("missing", name);
                return;
            }
        }
        Proof proof = proof("manifest");
        Optional<String> kind = entry("manifest");
        if (proof == null || kind.isEmpty()) {
            return;
        }
        byte[] content = bytes("manifest.content");
        JsonNode body = content.length < SALT_BYTES
                ? null
                : parsed("manifest.content", Arrays.copyOfRange(content, SALT_BYTES, content.length));
        String hash = hashes.getOrDefault("manifest.json", "");
        if (body == null
                || !kind.get().equals("pack/1")
                || !body.path("manifest").asString("").equals(hash)) {
            found("other-manifest", "manifest.json", hash);
            return;
        }
        List<String> why = new ArrayList<>();
        for (PackReport.Log log : logs.values()) {
            LogVerifier.Signed signed = LogVerifier.checkpoint(proof.note(), log.vkey());
            if (signed.checkpoint().isPresent()) {
                included("manifest", proof, signed.checkpoint().get());
                return;
            }
            why.add(signed.why());
        }
        found("unsigned", "manifest.tlog-proof", String.join(" ", why));
    }

    /** Evidence and facts as they are told are those that were recorded. */
    private void evidence(JsonNode manifest) {
        JsonNode told = json("evidence.json", FILE_BYTES_MAX);
        if (told == null) {
            return;
        }
        findConfirmations();
        Set<String> attached = new HashSet<>();
        for (JsonNode evidence : told.path("evidence")) {
            String place = "evidence.json " + evidence.path("code").asString("");
            same("evidence/1", evidence, EVIDENCE_FIELDS, place).ifPresent(body -> {
                for (String field : List.of("name", "mediaType", "sha256", "sizeBytes")) {
                    differs(
                            place + " file." + field,
                            evidence.path("file").path(field),
                            body.path("file").path(field));
                }
            });
            String path = evidence.path("file").path("path").asString("");
            String expected = evidence.path("file").path("sha256").asString("");
            if (!path.isEmpty()) {
                attached.add(path);
                if (!hashes.getOrDefault(path, "").equals(expected)) {
                    found("file-changed", path, hashes.getOrDefault(path, ""), expected);
                }
            } else if (!expected.isEmpty()) {
                found("file-missing", place, evidence.path("file").path("name").asString(""));
            }
            for (JsonNode fact : evidence.path("facts")) {
                fact(
                        place + " " + fact.path("key").asString("") + " "
                                + fact.path("item").asString(""),
                        fact);
            }
        }
        for (String name : hashes.keySet()) {
            if (name.startsWith("files/") && !attached.contains(name)) {
                found("file-unused", name);
            }
        }
        if (manifest.path("evidenceLeftOut").asInt(0) == 0) {
            recordedButNotTold("evidence/1", told.path("evidence"));
        }
    }

    private void recordedButNotTold(String kind, JsonNode told) {
        Set<String> ids = new HashSet<>();
        told.forEach(one -> ids.add(one.path("id").asString("")));
        bodies.forEach((key, all) -> {
            if (key.startsWith(kind + " ") && !ids.contains(key.substring(kind.length() + 1))) {
                found("not-told", all.getFirst().place());
            }
        });
    }

    /** The confirmations that were not taken back, by the fact that they confirm. */
    private void findConfirmations() {
        bodies.forEach((key, all) -> {
            JsonNode body = all.getLast().json();
            if (key.startsWith("confirmation/1 ")
                    && !bodies.containsKey(
                            "confirmation-undone/1 " + body.path("id").asString(""))) {
                confirmations.put(body.path("fact").asString(""), all.getLast());
            }
        });
    }

    private void fact(String place, JsonNode fact) {
        same("fact/1", fact, FACT_FIELDS, place);
        String id = fact.path("id").asString("");
        JsonNode confirmed = fact.path("confirmed");
        Body confirmation = confirmations.get(id);
        if (confirmed.isObject()) {
            JsonNode by = confirmation == null ? null : confirmation.json();
            if (by != null) {
                differs(place + " confirmed.by", confirmed.path("by"), by.path("byName"));
                differs(place + " confirmed.at", confirmed.path("at"), by.path("at"));
                differs(place + " confirmed.note", confirmed.path("note"), by.path("note"));
            } else {
                found("not-confirmed", place);
            }
        } else if (confirmation != null) {
            found("confirmed", place, confirmation.place());
        }
        List<Body> withdrawals = bodies.get("withdrawal/1 " + id);
        JsonNode withdrawn = fact.path("withdrawn");
        JsonNode body = withdrawals == null ? null : withdrawals.getLast().json();
        if (body != null) {
            differs(place + " withdrawn.by", withdrawn.path("by"), body.path("byName"));
            differs(place + " withdrawn.reason", withdrawn.path("reason"), body.path("reason"));
        } else if (withdrawn.isObject()) {
            found("not-withdrawn", place);
        }
    }

    /** The record of what is told; empty, and told, if there is none. */
    private Optional<JsonNode> same(String kind, JsonNode told, List<String> fields, String place) {
        List<Body> all = bodies.get(kind + " " + told.path("id").asString(""));
        if (all == null) {
            found("not-recorded", place);
            return Optional.empty();
        }
        JsonNode body = all.getLast().json();
        fields.forEach(field -> differs(place + " " + field, told.path(field), body.path(field)));
        return Optional.of(body);
    }

    private void differs(String place, JsonNode told, JsonNode recorded) {
        if (!(told.isMissingNode() && recorded.isMissingNode()) && !told.equals(recorded)) {
            found("differs", place, shown(told), shown(recorded));
        }
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "–" : node.isString() ? node.stringValue() : node.toString();
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    /** Verdicts are the last that were recorded, and the facts of their proofs are the recorded ones. */
    private void verdicts(JsonNode manifest) {
        Map<String, JsonNode> last = new HashMap<>();
        bodies.forEach((key, all) -> {
            JsonNode body = all.getLast().json();
            if (key.startsWith("verdict/1 ")) {
                last.merge(
                        body.path("requirement").asString(""),
                        body,
                        (one, other) ->
                                one.path("id").asLong() > other.path("id").asLong() ? one : other);
            }
        });
        boolean whole = manifest.path("evidenceLeftOut").asInt(0) == 0;
        for (JsonNode verdict : manifest.path("verdicts")) {
            String requirement = verdict.path("requirement").asString("");
            JsonNode recorded = last.get(requirement);
            if (recorded == null) {
                found("not-recorded", "manifest.json " + requirement);
            } else {
                differs("manifest.json " + requirement + " state", verdict.path("state"), recorded.path("state"));
                differs("manifest.json " + requirement + " towards", verdict.path("towards"), recorded.path("towards"));
            }
            String name = "verdicts/" + requirement.replaceAll("[^A-Za-z0-9./-]", "_") + ".json";
            JsonNode proof = json(name, FILE_BYTES_MAX);
            if (proof == null) {
                continue;
            }
            if (!proof.path("requirement").asString("").equals(requirement)) {
                found("differs", name + " requirement", shown(proof.path("requirement")), requirement);
            }
            for (JsonNode fact : proof.path("facts")) {
                proofFact(name, fact, whole);
            }
        }
    }

    private void proofFact(String name, JsonNode fact, boolean whole) {
        String id = fact.path("id").asString("");
        String place = name + " fact " + id;
        List<Body> all = bodies.get("fact/1 " + id);
        if (all == null) {
            if (whole) {
                found("not-recorded", place);
            }
            return;
        }
        JsonNode body = all.getLast().json();
        differs(place + " value", fact.path("value").path("value"), body.path("value"));
        for (String field : List.of("strength", "observedAt", "recordedAt", "validUntil", "evidence")) {
            differs(place + " " + field, fact.path(field), body.path(field));
        }
    }

    /** What a .tlog-proof holds (C2SP tlog-proof). */
    @SuppressWarnings("ArrayRecordComponent") // held for a moment, never compared as a whole
    private record Proof(long index, List<Digest> path, byte[] note) {}

    private @Nullable Proof proof(String name) {
        String file = name + ".tlog-proof";
        if (!zip.entries().containsKey(file)) {
            found("missing", file);
            return null;
        }
        try {
            byte[] bytes = bytes(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            int blank = text.indexOf("\n\n");
            List<String> lines =
                    blank < 0 ? List.of() : text.substring(0, blank).lines().toList();
            if (lines.size() < 2
                    || !lines.getFirst().equals("c2sp.org/tlog-proof@v1")
                    || !lines.get(1).matches("index (0|[1-9][0-9]{0,17})")) {
                found("no-proof", file);
                return null;
            }
            List<Digest> path = new ArrayList<>();
            for (String line : lines.subList(2, lines.size())) {
                byte[] hash = Base64.getDecoder().decode(line);
                if (hash.length != Digest.BYTES
                        || !Base64.getEncoder().encodeToString(hash).equals(line)) {
                    found("no-proof", file);
                    return null;
                }
                path.add(Digest.of(hash));
            }
            return new Proof(
                    Long.parseLong(lines.get(1).substring("index ".length())),
                    path,
                    text.substring(blank + 2).getBytes(StandardCharsets.UTF_8));
        } catch (CharacterCodingException | IllegalArgumentException e) {
            found("no-proof", file);
            return null;
        }
    }

    private static boolean isOfRecord(String name) {
        return name.matches("records/[0-9]{1,6}-[0-9]{1,18}\\.(content|tlog-proof)");
    }

    private @Nullable JsonNode json(String name, int bytesMax) {
        PackZip.Entry entry = zip.entries().get(name);
        if (entry == null) {
            found("missing", name);
            return null;
        }
        if (entry.size() > bytesMax) {
            found("large", name, entry.size(), bytesMax);
            return null;
        }
        return parsed(name, bytes(name));
    }

    private @Nullable JsonNode parsed(String name, byte[] bytes) {
        try {
            return json.readTree(bytes);
        } catch (JacksonException e) {
            found("no-json", name, e.getLocation().getLineNr(), e.getLocation().getColumnNr());
            return null;
        }
    }

    /** The bytes of a file that is read as a whole; none if it is not there or too large for that. */
    private byte[] bytes(String name) {
        PackZip.Entry entry = zip.entries().get(name);
        if (entry == null || entry.size() > FILE_BYTES_MAX) {
            return new byte[0];
        }
        try {
            return zip.bytes(entry);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void found(String code, String place, Object... args) {
        add(new PackFinding(code, place, List.of(args)));
    }

    private void add(PackFinding finding) {
        if (findings.size() < PackReport.FINDINGS_MAX) {
            findings.add(finding);
        }
    }
}
