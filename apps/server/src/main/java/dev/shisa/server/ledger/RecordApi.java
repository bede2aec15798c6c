package dev.shisa.server.ledger;

import dev.shisa.ledger.SignedCheckpoint;
import dev.shisa.ledger.VerifierKey;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.jobs.WorkStage;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Records of the ledger with their proofs, checkpoints and checks for programs. */
@Controller
class RecordApi {

    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,6})-([0-9]{1,18})");

    private final LedgerRecords records;
    private final LedgerKeeper keeper;
    private final RecordProofs proofs;
    private final CheckStore checks;
    private final Checker checker;
    private final JsonMapper json;

    RecordApi(
            LedgerRecords records,
            LedgerKeeper keeper,
            RecordProofs proofs,
            CheckStore checks,
            Checker checker,
            JsonMapper json) {
        this.records = records;
        this.keeper = keeper;
        this.proofs = proofs;
        this.checks = checks;
        this.checker = checker;
        this.json = json;
    }

    /** A record; {@code number} is its place in the ledger, null while it waits. */
    record RecordBody(
            long id,
            @Nullable String number,
            Instant at,
            String kind,
            @Nullable UUID subject,
            String row,
            String commitment,
            boolean erased) {}

    /**
     * A record with what proves it.
     *
     * @param entry the leaf, base 64
     * @param salt base 64; with the content it makes the commitment, null once erased
     * @param content canonical JSON
     * @param proof C2SP tlog-proof; null while the record waits
     */
    record ProvenRecordBody(
            RecordBody record,
            String entry,
            @Nullable String salt,
            @Nullable JsonNode content,
            @Nullable String proof) {}

    record CheckpointBody(int log, long size, String root, String note, String key) {}

    /** A check of everything; {@code running} says how far the present one is. */
    record LedgerCheckBody(
            @Nullable JsonNode last, @Nullable String running) {}

    @GetMapping("/api/v1/records")
    @Requires(Act.READ_AUDIT)
    @Operation(id = "record.list")
    Answer<Listing<RecordBody>> list(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(required = false) @Nullable UUID subject,
            Paging paging) {
        List<LedgerRecord> found = records.behind(kind, subject, paging.afterNumber(), paging.limit() + 1);
        return Answer.of(paging.found(found, record -> Long.toString(record.id()), RecordApi::body));
    }

    @GetMapping("/api/v1/records/{number}")
    @Requires(Act.READ_AUDIT)
    @Operation(id = "record.get")
    Answer<ProvenRecordBody> get(@PathVariable String number) {
        Matcher matcher = NUMBER.matcher(number);
        LedgerRecord record = (matcher.matches()
                        ? records.at(new LedgerRecord.Position(
                                Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                        : java.util.Optional.<LedgerRecord>empty())
                .orElseThrow(() -> new Problem(404, "ledger.not-found", number));
        return Answer.of(new ProvenRecordBody(
                body(record),
                Base64.getEncoder().encodeToString(record.entry().bytes()),
                record.opened()
                        .map(content -> Base64.getEncoder().encodeToString(content.salt()))
                        .orElse(null),
                record.opened().map(content -> json.readTree(content.json())).orElse(null),
                proofs.tlogProof(record).orElse(null)));
    }

    @GetMapping("/api/v1/checkpoint")
    @Requires(Act.READ_AUDIT)
    @Operation(id = "record.checkpoint")
    Answer<CheckpointBody> checkpoint() {
        keeper.drain();
        SignedCheckpoint newest = keeper.checkpoint().orElseThrow(() -> new Problem(404, "ledger.empty"));
        return Answer.of(new CheckpointBody(
                log(),
                newest.size(),
                newest.root().base64(),
                newest.note().toString(),
                keeper.key().map(VerifierKey::toString).orElse("")));
    }

    @GetMapping("/api/v1/checks")
    @Requires(Act.READ_AUDIT)
    @Operation(id = "record.check")
    Answer<LedgerCheckBody> check() {
        return Answer.of(new LedgerCheckBody(
                checks.last()
                        .<JsonNode>map(done -> json.valueToTree(done.report()))
                        .orElse(null),
                checker.running().map(WorkStage::id).orElse(null)));
    }

    /** Begins a check of everything; what is running already goes on. */
    @PostMapping("/api/v1/checks")
    @Requires(Act.READ_AUDIT)
    @Operation(id = "record.check-begin", status = 202)
    Answer<Done> begin() {
        checker.begin(ActInterceptor.signedIn());
        return Done.ANSWER;
    }

    private int log() {
        try {
            return keeper.logs().getLast();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("the folder of the ledger cannot be read", e);
        }
    }

    private static RecordBody body(LedgerRecord record) {
        LedgerRecord.Position position = record.position();
        return new RecordBody(
                record.id(),
                position == null ? null : position.number(),
                record.at(),
                record.kind(),
                record.subject(),
                record.rowId(),
                record.commitment(),
                record.opened().isEmpty());
    }
}
