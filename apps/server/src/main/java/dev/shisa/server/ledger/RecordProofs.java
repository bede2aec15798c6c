package dev.shisa.server.ledger;

import dev.shisa.ledger.Digest;
import dev.shisa.ledger.LedgerException;
import dev.shisa.ledger.ProofResult;
import dev.shisa.ledger.SignedCheckpoint;
import dev.shisa.server.platform.ledger.LedgerEntry;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.web.Ui;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Proves a record, step by step: content, commitment, leaf, root, signed checkpoint. */
@Component
class RecordProofs {

    private final LedgerKeeper keeper;
    private final LedgerRecords records;
    private final Erasures erasures;
    private final JsonMapper json;

    RecordProofs(LedgerKeeper keeper, LedgerRecords records, Erasures erasures, JsonMapper json) {
        this.keeper = keeper;
        this.records = records;
        this.erasures = erasures;
        this.json = json;
    }

    RecordViews.Proven show(Ui ui, LedgerRecord record, RecordViews.Row row) {
        List<RecordViews.Link> links = new ArrayList<>();
        String content = null;
        RecordViews.Gone gone = null;
        if (record.opened().isPresent()) {
            LedgerRecord.Content opened = record.opened().get();
            content = indented(opened.json());
            String commitment = LedgerEntry.commitment(opened.salt(), opened.body());
            links.add(new RecordViews.Link(
                    commitment.equals(record.commitment()), ui.t("ledger.link.commitment"), commitment));
        } else {
            gone = erasures.proven(record).map(taken -> gone(ui, taken)).orElse(null);
            links.add(new RecordViews.Link(
                    gone != null, ui.t(gone == null ? "ledger.link.gone" : "ledger.link.erased"), record.commitment()));
        }
        String checkpoint = null;
        try {
            LedgerKeeper.Proven proven = prove(record).orElse(null);
            if (proven == null) {
                links.add(new RecordViews.Link(false, ui.t("ledger.link.missing"), ""));
            } else {
                links.add(new RecordViews.Link(
                        Arrays.equals(proven.entry(), record.entry().bytes()),
                        ui.t("ledger.link.leaf"),
                        new String(proven.entry(), StandardCharsets.UTF_8)));
                boolean included = proven.proof()
                                .verify(
                                        Digest.ofLeaf(proven.entry()),
                                        proven.checkpoint().root())
                        instanceof ProofResult.Holds;
                links.add(new RecordViews.Link(
                        included,
                        ui.t(
                                "ledger.link.root",
                                proven.proof().path().size(),
                                proven.checkpoint().size()),
                        proven.checkpoint().root().base64()));
                checkpoint = proven.checkpoint().note().toString();
            }
        } catch (LedgerException | UncheckedIOException e) {
            links.add(new RecordViews.Link(false, ui.t("ledger.link.unreadable"), String.valueOf(e.getMessage())));
        }
        return new RecordViews.Proven(row, content, gone, List.copyOf(links), checkpoint);
    }

    private RecordViews.Gone gone(Ui ui, ErasureStore.Taken taken) {
        Long successor = taken.successor();
        String href = successor == null
                ? null
                : records.byIds(List.of(successor)).stream()
                        .map(LedgerRecord::position)
                        .filter(Objects::nonNull)
                        .map(position -> "/records/" + position.number())
                        .findFirst()
                        .orElse(null);
        return new RecordViews.Gone(ErasurePages.words(ui, taken.erasure()), href);
    }

    /** The proof in the field's common form (C2SP tlog-proof); empty if the ledger does not have the record. */
    Optional<String> tlogProof(LedgerRecord record) {
        return prove(record).map(RecordProofs::tlogProof);
    }

    /** The same against a checkpoint; empty if the log did not have the record then. */
    Optional<String> tlogProof(LedgerRecord record, SignedCheckpoint checkpoint) {
        LedgerRecord.Position position = record.position();
        return position == null
                ? Optional.empty()
                : keeper.prove(position, checkpoint).map(RecordProofs::tlogProof);
    }

    private static String tlogProof(LedgerKeeper.Proven proven) {
        StringBuilder text = new StringBuilder("c2sp.org/tlog-proof@v1\nindex ")
                .append(proven.proof().leafIndex())
                .append('\n');
        proven.proof().path().forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n').append(proven.checkpoint().note()).toString();
    }

    /** Salt, then body: the bytes whose SHA-256 is the commitment. */
    static byte[] committed(LedgerRecord.Content content) {
        return ByteBuffer.allocate(content.salt().length + content.body().length)
                .put(content.salt())
                .put(content.body())
                .array();
    }

    private Optional<LedgerKeeper.Proven> prove(LedgerRecord record) {
        LedgerRecord.Position position = record.position();
        return position == null ? Optional.empty() : keeper.prove(position);
    }

    private String indented(String text) {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(text));
        } catch (JacksonException e) {
            return text;
        }
    }
}
