package dev.shisa.server.evidence;

import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.product.Series;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of one piece of evidence shows.
 *
 * @param title the answer: who has confirmed it, or what it waits for
 * @param done what was just done, the end of a message key; empty: nothing
 * @param about kind and place in one line
 * @param particulars label and value, in their order
 * @param mayConfirm whether this reader is a second person and something waits
 * @param own whether this reader submitted it, and somebody else has to confirm
 * @param undo until when this reader may take back the own confirmation, as a time; empty: not
 */
public record EvidenceView(
        EvidenceDetails evidence,
        @Nullable Series series,
        String title,
        String done,
        String about,
        List<Particular> particulars,
        List<Particular> record,
        List<FactLine> facts,
        boolean mayConfirm,
        boolean own,
        String undo,
        boolean mayWithdraw,
        String renewHref,
        String renewedByHref,
        boolean hasPreview,
        String fileWords,
        List<Parts.Change> history,
        String withdrawReason,
        @Nullable String withdrawError) {

    /** A label and what stands under it; with a link where there is one. */
    public record Particular(String label, String value, String href) {}

    public EvidenceView {
        particulars = List.copyOf(particulars);
        record = List.copyOf(record);
        facts = List.copyOf(facts);
        history = List.copyOf(history);
    }

    public String code() {
        return evidence.code();
    }

    public String href() {
        return "/evidence/" + evidence.code();
    }

    /** Whether its file can be read beside it. */
    public boolean isShown() {
        StoredFile file = evidence.file();
        return file != null && Viewer.shows(file);
    }

    public long waiting() {
        return facts.stream().filter(FactLine::isWaiting).count();
    }

    public boolean canWithdrawSomething() {
        return mayWithdraw && facts.stream().anyMatch(FactLine::isOpen);
    }

    EvidenceView refused(String reason, String error) {
        return new EvidenceView(
                evidence,
                series,
                title,
                "",
                about,
                particulars,
                record,
                facts,
                mayConfirm,
                own,
                undo,
                mayWithdraw,
                renewHref,
                renewedByHref,
                hasPreview,
                fileWords,
                history,
                reason,
                error);
    }
}
