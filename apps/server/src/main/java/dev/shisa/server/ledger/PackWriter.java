package dev.shisa.server.ledger;

import dev.shisa.conformity.Fact;
import dev.shisa.conformity.ProofJson;
import dev.shisa.conformity.Value;
import dev.shisa.ledger.SignedCheckpoint;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an evidence pack while it is being sent.
 *
 * <p>The manifest, with the SHA-256 of every file, comes last and is itself recorded in the ledger: the four files
 * {@code manifest.*} bind the whole pack to the log, so that nobody but this installation can alter any part of it.
 */
@Component
class PackWriter {

    static final String FORMAT = "shisa-pack/1";

    private static final int RECORDS_AT_ONCE = 200;
    private static final List<String> TEXTS = List.of("README_ja.txt", "README_en.txt", "verify.sh");
    private static final Pattern EXTENSION = Pattern.compile(".*\\.([A-Za-z0-9]{1,10})", Pattern.DOTALL);

    private final LedgerKeeper keeper;
    private final LedgerRecords records;
    private final LedgerOutbox outbox;
    private final RecordProofs proofs;
    private final Blobs blobs;
    private final FactWords words;
    private final Settings settings;
    private final Audit audit;
    private final Ids ids;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final JsonMapper json;

    PackWriter(
            LedgerKeeper keeper,
            LedgerRecords records,
            LedgerOutbox outbox,
            RecordProofs proofs,
            Blobs blobs,
            FactWords words,
            Settings settings,
            Audit audit,
            Ids ids,
            TransactionTemplate transaction,
            InstantSource clock,
            JsonMapper json) {
        this.keeper = keeper;
        this.records = records;
        this.outbox = outbox;
        this.proofs = proofs;
        this.blobs = blobs;
        this.words = words;
        this.settings = settings;
        this.audit = audit;
        this.ids = ids;
        this.transaction = transaction;
        this.clock = clock;
        this.json = json;
    }

    /** Where the body goes, asked for only when nothing can be refused any more. */
    @FunctionalInterface
    interface Target {
        OutputStream open() throws IOException;
    }

    /**
     * Writes the pack; the access is recorded before the first byte goes out.
     *
     * @throws Problem 503 if the ledger does not take what must be proven
     * @throws IOException if the pack could not be sent to its end
     */
    void write(PackPlan plan, Person by, Target target) throws IOException {
        UUID id = ids.next();
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        awaitTaken(plan.records());
        transaction.executeWithoutResult(status -> audit.record(
                by,
                "evidence.pack",
                plan.series().code() + (plan.requirement() == null ? "" : " " + plan.requirement()),
                Map.of(
                        "pack", id.toString(),
                        "records", plan.records().size(),
                        "evidence", plan.evidence().size(),
                        "files", plan.files())));

        StoredZip zip = new StoredZip(target.open());
        List<StoredZip.Written> files = new ArrayList<>();
        for (String text : TEXTS) {
            files.add(zip.add(text, resource(text)));
        }
        for (PackPlan.Decided decided : plan.verdicts()) {
            files.add(zip.add(
                    "verdicts/" + safe(decided.verdict().requirement().framework()) + "/"
                            + safe(decided.verdict().requirement().number()) + ".json",
                    utf8(ProofJson.write(decided.proof()))));
        }
        Map<UUID, String> attached = new LinkedHashMap<>();
        for (EvidenceDetails evidence : plan.evidence()) {
            StoredFile file = evidence.file();
            if (file != null && blobs.isThere(file)) {
                String name = "files/" + safe(evidence.code()) + extension(file.fileName());
                files.add(zip.add(name, () -> blobs.open(file.sha256())));
                attached.put(evidence.id(), name);
            }
        }
        files.add(zip.add("evidence.json", evidence(plan, attached)));
        SortedMap<Integer, SignedCheckpoint> logs = new TreeMap<>();
        for (int from = 0; from < plan.records().size(); from += RECORDS_AT_ONCE) {
            int end = Math.min(from + RECORDS_AT_ONCE, plan.records().size());
            for (LedgerRecord record : records.byIds(plan.records().subList(from, end))) {
                LedgerRecord.Position position = Objects.requireNonNull(record.position());
                SignedCheckpoint checkpoint = logs.computeIfAbsent(position.log(), keeper::checkpoint);
                files.addAll(add(zip, "records/" + position.log() + "-" + position.leaf(), record, checkpoint));
            }
        }
        logs.computeIfAbsent(keeper.logs().getLast(), keeper::checkpoint);
        for (Map.Entry<Integer, SignedCheckpoint> log : logs.entrySet()) {
            String folder = "logs/" + log.getKey();
            files.add(zip.add(folder + "/checkpoint", log.getValue().note().bytes()));
            files.add(zip.add(folder + "/vkey", utf8(keeper.key(log.getKey()) + "\n")));
        }
        byte[] manifest = manifest(id, at, plan, by, logs, files);
        StoredZip.Written written = zip.add("manifest.json", manifest);
        LedgerRecord sealed = seal(id, at, plan, by, written, files.size());
        LedgerRecord.Position position = Objects.requireNonNull(sealed.position());
        add(zip, "manifest", sealed, keeper.checkpoint(position.log()));
        zip.finish();
    }

    private List<StoredZip.Written> add(StoredZip zip, String name, LedgerRecord record, SignedCheckpoint checkpoint)
            throws IOException {
        List<StoredZip.Written> added = new ArrayList<>();
        added.add(zip.add(name + ".entry.json", record.entry().bytes()));
        LedgerRecord.Content content = record.content();
        if (content != null) {
            added.add(zip.add(name + ".content", RecordProofs.committed(content)));
        }
        String proof = proofs.tlogProof(record, checkpoint)
                .orElseThrow(() -> new IOException("record " + name + " is not in the ledger"));
        added.add(zip.add(name + ".tlog-proof", utf8(proof)));
        return added;
    }

    /** Records the manifest in the ledger. */
    private LedgerRecord seal(UUID id, Instant at, PackPlan plan, Person by, StoredZip.Written manifest, int files)
            throws IOException {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", at.toString());
        body.put("by", by.id().toString());
        body.put("byName", by.name());
        body.put("files", files);
        body.put("id", id.toString());
        body.put("manifest", manifest.sha256());
        body.put("series", plan.series().id().toString());
        if (plan.requirement() != null) {
            body.put("requirement", plan.requirement().toString());
        }
        transaction.executeWithoutResult(
                status -> outbox.append("pack/1", plan.series().id(), body));
        LedgerRecord record = records.ofRow("pack/1", id).getFirst();
        awaitTaken(List.of(record.id()));
        return records.byIds(List.of(record.id())).getFirst();
    }

    private void awaitTaken(List<Long> ids) {
        try {
            if (!keeper.awaitTaken(ids)) {
                throw new Problem(503, "pack.ledger");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "pack.ledger");
        }
    }

    /** One line for each file, so that public tools read it without knowing JSON. */
    private byte[] manifest(
            UUID id,
            Instant at,
            PackPlan plan,
            Person by,
            SortedMap<Integer, SignedCheckpoint> logs,
            List<StoredZip.Written> files) {
        Map<String, Object> series = new TreeMap<>();
        series.put("id", plan.series().id().toString());
        series.put("code", plan.series().code());
        series.put("name", plan.series().name());
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("format", FORMAT);
        head.put("id", id.toString());
        head.put("made", at.toString());
        head.put("by", by.name());
        head.put("organisation", settings.organisationName());
        head.put("series", series);
        if (plan.release() != null) {
            head.put(
                    "release",
                    new TreeMap<>(Map.of(
                            "id",
                            plan.release().id().toString(),
                            "name",
                            plan.release().name())));
        }
        if (plan.requirement() != null) {
            head.put("requirement", plan.requirement().toString());
        }
        head.put("edition", plan.edition());
        head.put("guideEdition", plan.guide());
        head.put("evidenceLeftOut", plan.leftOut());
        List<Map<String, Object>> states = new ArrayList<>();
        plan.verdicts().forEach(decided -> {
            Map<String, Object> state = new TreeMap<>();
            state.put("requirement", decided.verdict().requirement().toString());
            state.put("state", decided.verdict().state().code());
            state.put(
                    "towards",
                    decided.verdict().towards() == null
                            ? ""
                            : decided.verdict().towards().code());
            states.add(state);
        });
        head.put("verdicts", states);
        List<Map<String, Object>> checkpoints = new ArrayList<>();
        logs.forEach((log, checkpoint) -> checkpoints.add(new TreeMap<>(Map.of(
                "log", log, "size", checkpoint.size(), "root", checkpoint.root().base64()))));
        head.put("logs", checkpoints);

        StringBuilder text = new StringBuilder("{\n");
        head.forEach((name, value) -> text.append('"')
                .append(name)
                .append("\":")
                .append(json.writeValueAsString(value))
                .append(",\n"));
        text.append("\"files\":[\n");
        for (int i = 0; i < files.size(); i++) {
            StoredZip.Written file = files.get(i);
            text.append("{\"name\":\"")
                    .append(file.name())
                    .append("\",\"sha256\":\"")
                    .append(file.sha256())
                    .append("\",\"size\":")
                    .append(file.size())
                    .append(i < files.size() - 1 ? "},\n" : "}\n");
        }
        return utf8(text.append("]}\n").toString());
    }

    private byte[] evidence(PackPlan plan, Map<UUID, String> attached) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (EvidenceDetails details : plan.evidence()) {
            EvidenceSummary summary = details.summary();
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("code", summary.code());
            one.put("id", summary.id().toString());
            one.put("kind", summary.kind().id());
            one.put("strength", summary.strength().code());
            one.put("title", summary.title().stored());
            one.put("place", summary.place());
            one.put("statement", details.statement());
            one.put("record", new TreeMap<>(details.record()));
            put(one, "url", summary.url());
            one.put("observedAt", summary.observedAt().toString());
            one.put("recordedAt", summary.recordedAt().toString());
            put(one, "validUntil", summary.validUntil());
            one.put("submittedName", summary.submittedName());
            one.put("via", summary.via());
            put(one, "renews", details.renews());
            put(one, "renewedBy", details.renewedBy());
            StoredFile file = details.file();
            if (file != null) {
                Map<String, Object> described = new LinkedHashMap<>();
                described.put("name", file.fileName());
                described.put("mediaType", file.mediaType());
                described.put("sha256", file.sha256());
                described.put("sizeBytes", file.sizeBytes());
                put(described, "path", attached.get(details.id()));
                one.put("file", described);
            }
            one.put(
                    "facts",
                    details.facts().stream()
                            .map(entry -> fact(entry, plan.itemNames()))
                            .toList());
            all.add(one);
        }
        return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(Map.of("evidence", all));
    }

    private Map<String, Object> fact(FactEntry entry, Map<String, String> names) {
        Fact fact = entry.fact();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", fact.id().toString());
        one.put("subjectKind", fact.subject().kind().code());
        one.put("subject", fact.subject().id().toString());
        one.put("key", fact.slot().key().value());
        one.put("item", fact.slot().item());
        one.put("question", both(locale -> words.question(fact.slot(), locale, names)));
        one.put("type", fact.value().type().name().toLowerCase(Locale.ROOT));
        one.put("value", fact.value().canonical());
        one.put("answer", both(locale -> value(fact, fact.value(), locale, names)));
        one.put("detail", entry.detail());
        one.put("strength", fact.strength().code());
        one.put("observedAt", fact.observedAt().toString());
        one.put("recordedAt", fact.recordedAt().toString());
        put(one, "validUntil", fact.validUntil());
        one.put(
                "supersedes",
                fact.supersedes().stream().map(UUID::toString).sorted().toList());
        put(one, "supersededBy", entry.supersededBy());
        FactEntry.ConfirmedBy confirmed = entry.confirmedBy();
        if (confirmed != null) {
            one.put(
                    "confirmed",
                    new TreeMap<>(
                            Map.of("by", confirmed.name(), "at", confirmed.at().toString(), "note", confirmed.note())));
        }
        FactEntry.Withdrawal withdrawal = entry.withdrawal();
        if (withdrawal != null) {
            one.put(
                    "withdrawn",
                    new TreeMap<>(Map.of(
                            "by", withdrawal.name(), "at", withdrawal.at().toString(), "reason", withdrawal.reason())));
        }
        return one;
    }

    private String value(Fact fact, Value value, Locale locale, Map<String, String> names) {
        return words.value(fact.slot(), value, locale, names);
    }

    private static Map<String, Object> both(Function<Locale, String> words) {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("ja", words.apply(Locale.JAPANESE));
        both.put("en", words.apply(Locale.ENGLISH));
        return both;
    }

    private static void put(Map<String, Object> object, String name, @Nullable Object value) {
        if (value != null) {
            object.put(name, value.toString());
        }
    }

    /** Letters, digits, dots, hyphens only: harmless as part of a path on every system. */
    private static String safe(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9.-]", "_");
        return safe.startsWith(".") ? "_" + safe : safe;
    }

    private static String extension(String fileName) {
        var matcher = EXTENSION.matcher(fileName);
        return matcher.matches() ? "." + matcher.group(1).toLowerCase(Locale.ROOT) : "";
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PackWriter.class.getResourceAsStream("/pack/" + name))) {
            return in.readAllBytes();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
