package dev.shisa.server.evidence;

import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The form for new evidence with everything that was typed into it.
 *
 * @param record texts by {@link RecordField#id}
 * @param upload a file that was sent with an earlier try, so that it need not be sent again
 * @param present what is known already in the slots of the facts, by slot
 * @param replace the slots in which the new fact replaces what stands
 * @param renews code of the evidence that this one continues; empty: none
 * @param addable what else it could support, in groups
 */
public record AddForm(
        Series series,
        EvidenceKind kind,
        String title,
        String statement,
        String place,
        String url,
        String observed,
        String until,
        Map<String, String> record,
        @Nullable UUID upload,
        @Nullable StoredFile file,
        List<FactForm> facts,
        Map<String, List<FactLine>> present,
        Set<String> replace,
        String renews,
        List<Group> addable,
        Mistakes mistakes) {

    /** Facts that can be added to the form, under a common heading. */
    public record Group(String label, List<Parts.Choice> slots) {
        public Group {
            slots = List.copyOf(slots);
        }
    }

    /** What an open criterion still asks, to be ticked. */
    public record Asked(OpenCriteria.Criterion criterion, List<Parts.Choice> facts) {
        public Asked {
            facts = List.copyOf(facts);
        }
    }

    public AddForm {
        record = Map.copyOf(record);
        facts = List.copyOf(facts);
        present = Map.copyOf(present);
        replace = Set.copyOf(replace);
        addable = List.copyOf(addable);
    }

    /** The same with the place that was chosen in the document. */
    AddForm placed(String where) {
        return new AddForm(
                series, kind, title, statement, where, url, observed, until, record, upload, file, facts, present,
                replace, renews, addable, mistakes);
    }

    /** What else the file may be taken as. */
    public List<EvidenceKind> otherKinds() {
        return java.util.Arrays.stream(EvidenceKind.values())
                .filter(other -> other.needsFile() && other != kind)
                .toList();
    }

    /** Whether it would record another answer than stands. */
    public boolean isChange(FactForm fact) {
        return fact.answer() instanceof FactForm.Answer.Given given
                && presentIn(fact).stream()
                        .map(line -> line.entry().fact().value())
                        .noneMatch(given.value()::equals)
                && !presentIn(fact).isEmpty();
    }

    public boolean needsFile() {
        return kind.needsFile();
    }

    /** A test says itself on which day it was so. */
    public boolean asksObserved() {
        return kind != EvidenceKind.TEST;
    }

    public boolean hasRecord() {
        return kind == EvidenceKind.TEST || kind == EvidenceKind.PHOTO;
    }

    public List<RecordField> recordFields() {
        return java.util.Arrays.stream(RecordField.values())
                .filter(RecordField::isWritten)
                .toList();
    }

    public String recordText(RecordField field) {
        return record.getOrDefault(field.id(), "");
    }

    public String action() {
        return "/products/" + series.code() + "/evidence/new";
    }

    public List<FactLine> presentIn(FactForm fact) {
        return present.getOrDefault(fact.slot().toString(), List.of());
    }

    public boolean replaces(FactForm fact) {
        return replace.contains(fact.slot().toString());
    }
}
