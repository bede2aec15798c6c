package dev.shisa.server.checklist;

import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.Verdict;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.FreshVerdicts;
import dev.shisa.server.conformity.NotAdopted;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceFilter;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.RecordField;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The checklist of guide 004 (1.3 and table A-1) for one product: every point is considered, and whether a measure is carried
 * out is the maker's own decision with its reason. What is carried out is decided from the facts, what is not by {@link
 * NotAdopted}; the company's own checkpoints are those of the library's table. A checklist is closed when nothing is undecided,
 * and is evidence of the effort from then on.
 */
@Service
@Transactional
class GuidelineCheck {

    static final String GUIDE = "tsunagaru";

    /** The table of the library that holds the company's own checkpoints. */
    static final String TABLE = "checkpoints";

    static final String COLUMN = "checkpoint";

    /** How the guide says that the list may be used. */
    static final List<String> PURPOSES = List.of("development", "customised", "orders", "evidence");

    static final int WORDS_CHARS_MAX = 200;

    /** By which closed checklists are found among the evidence. */
    private static final String MARK = "guide-004-A1";

    private static final int CLOSED_MAX = 100;

    private static final Set<VerdictState> CARRIED_OUT = EnumSet.of(
            VerdictState.MET,
            VerdictState.EXPECTED,
            VerdictState.NOT_APPLICABLE,
            VerdictState.DEEMED,
            VerdictState.EXEMPT);

    private final Catalogues catalogues;
    private final FreshVerdicts verdicts;
    private final NotAdopted notAdopted;
    private final SelfCheck own;
    private final Products products;
    private final EvidenceLog evidence;
    private final Blobs blobs;
    private final Audit audit;
    private final InstantSource clock;

    GuidelineCheck(
            Catalogues catalogues,
            FreshVerdicts verdicts,
            NotAdopted notAdopted,
            SelfCheck own,
            Products products,
            EvidenceLog evidence,
            Blobs blobs,
            Audit audit,
            InstantSource clock) {
        this.catalogues = catalogues;
        this.verdicts = verdicts;
        this.notAdopted = notAdopted;
        this.own = own;
        this.products = products;
        this.evidence = evidence;
        this.blobs = blobs;
        this.audit = audit;
        this.clock = clock;
    }

    /** A point of a guideline, and what the facts say of it. */
    record Point(Text text, Truth truth) {}

    /**
     * A guideline for this product.
     *
     * @param decision not to carry it out; null: none
     */
    record Line(
            Requirement requirement, VerdictState state, List<Point> points, NotAdopted.@Nullable Decision decision) {

        Line {
            points = List.copyOf(points);
        }

        boolean isDecided() {
            return decision != null || CARRIED_OUT.contains(state);
        }
    }

    /** Everything of the checklist as it is now. */
    record Sheet(List<Line> lines, SelfCheck.Sheet own) {

        Sheet {
            lines = List.copyOf(lines);
        }

        /** What nobody has decided; a checkpoint that does not hold is decided by its reason. */
        int open() {
            return (int) (lines.stream().filter(line -> !line.isDecided()).count()
                    + own.lines().stream().filter(Sheet::isOpen).count());
        }

        static boolean isOpen(SelfCheck.Line line) {
            SelfCheck.Given given = line.given();
            return given == null
                    || (given.answer() == SelfCheck.Answer.NO && given.note().isEmpty());
        }
    }

    @Transactional(readOnly = true)
    public Sheet of(Series series) {
        List<Requirement> guidelines =
                catalogues.current().framework(GUIDE).orElseThrow().requirements();
        UUID company = products.organisation().id();
        Map<RequirementId, NotAdopted.Decision> decisions = new HashMap<>(notAdopted.of(company));
        decisions.putAll(notAdopted.of(series.id()));
        Map<RequirementId, FreshVerdicts.Fresh> now = verdicts.of(series, guidelines);
        List<Line> lines = new ArrayList<>();
        for (Requirement guideline : guidelines) {
            FreshVerdicts.Fresh fresh = now.get(guideline.id());
            if (fresh == null) {
                throw new IllegalStateException("no verdict for " + guideline.id());
            }
            Verdict verdict = fresh.verdict();
            lines.add(new Line(
                    guideline,
                    verdict.state(),
                    points(verdict.proof().rule()).toList(),
                    decisions.get(guideline.id())));
        }
        return new Sheet(lines, own.of(series, TABLE, COLUMN));
    }

    /** The parts of the rule that say something by themselves, one level deep. */
    private static Stream<Point> points(ProofNode rule) {
        List<ProofNode> parts = rule.children().isEmpty() ? List.of(rule) : rule.children();
        return parts.stream()
                .flatMap(part -> Stream.ofNullable(part.text()).map(text -> new Point(text, part.truth())));
    }

    /** Those that were closed, the newest first. */
    @Transactional(readOnly = true)
    public List<EvidenceSummary> closed(Series series) {
        return evidence.search(new EvidenceFilter(
                Set.of(),
                series.id(),
                MARK,
                EvidenceKind.DOCUMENT,
                null,
                null,
                null,
                EvidenceFilter.Sort.RECORDED,
                true,
                0,
                CLOSED_MAX));
    }

    /**
     * Who closes a checklist, and for what.
     *
     * @param purpose one of {@link #PURPOSES}
     */
    record Closing(String purpose, String department, String author) {}

    /**
     * Closes the checklist: as it is now it becomes evidence, which nobody changes any more.
     *
     * @param file makes the file of the checklist
     * @throws Problem 409 while something is undecided
     */
    public String close(
            Series series, Closing closing, String title, Function<Sheet, byte[]> file, Person person, String via) {
        products.lock(series.id());
        Sheet sheet = of(series);
        if (sheet.open() > 0) {
            throw new Problem(409, "guideline-check.open", sheet.open());
        }
        byte[] bytes = file.apply(sheet);
        StoredFile stored = blobs.store(bytes, series.code() + "-004-A1.xlsx");
        var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Recorded recorded = evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        title,
                        MARK + " " + closing.purpose(),
                        "",
                        series.id(),
                        null,
                        null,
                        stored,
                        Map.of(
                                RecordField.PERFORMED_BY.id(),
                                closing.department() + " " + closing.author(),
                                RecordField.PERFORMED_ON.id(),
                                LocalDate.ofInstant(at, Ui.ZONE).toString()),
                        at,
                        null,
                        person,
                        person.name(),
                        via,
                        null),
                List.of());
        audit.record(
                person,
                "guideline-check.close",
                series.code(),
                Map.of("evidence", recorded.code(), "purpose", closing.purpose()));
        return recorded.code();
    }
}
