package dev.shisa.server.application;

import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofJson;
import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.application.EntryKind.Field;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What an evaluator or proxy does: reads, comments on a criterion, signs off what stands. */
@Service
class Evaluations {

    private static final Set<String> OPINIONS = Set.of("agree", "disagree", "question");

    private final Journals journals;
    private final Products products;
    private final Catalogues catalogues;
    private final EvidenceLog evidence;

    Evaluations(Journals journals, Products products, Catalogues catalogues, EvidenceLog evidence) {
        this.journals = journals;
        this.products = products;
        this.catalogues = catalogues;
        this.evidence = evidence;
    }

    /** By which way an evaluator's word came. */
    enum Way {
        /** Signed in. */
        ACCOUNT,
        /** Somebody with a link and no account. */
        LINK,
        /** A sheet that somebody of the house brought in: nothing but the name in a cell says whose word it is. */
        SHEET;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Who acts.
     *
     * @param name of who records it
     * @param signer whom a sheet names; otherwise empty
     */
    record Actor(@Nullable UUID id, String name, Way way, String signer) {

        static Actor of(Person person) {
            return new Actor(person.id(), person.name(), Way.ACCOUNT, "");
        }

        static Actor byLink(String name) {
            return new Actor(null, name, Way.LINK, "");
        }

        static Actor bySheet(Person takenBy, String signer) {
            return new Actor(takenBy.id(), takenBy.name(), Way.SHEET, signer);
        }
    }

    Evaluated state(View view) {
        Series series = view.series();
        List<Evaluated.Line> lines = new ArrayList<>();
        for (CriterionAnswer answer : view.snapshot().answers()) {
            Proof proof = view.snapshot().proofs().get(answer.id());
            lines.add(new Evaluated.Line(
                    answer.id(), answer.state().code(), proof == null ? "" : HashedZip.hash(ProofJson.write(proof))));
        }
        return new Evaluated(
                series.code(),
                products.designated(series).map(Release::name).orElse(""),
                catalogues.current().edition(),
                catalogues.parameters().edition(),
                lines);
    }

    /** Comments on a criterion. */
    @Transactional
    public Entry comment(View view, String number, String opinion, String text, Actor actor) {
        requireCriterion(view, number);
        if (!OPINIONS.contains(opinion) || text.isBlank() || text.length() > Field.LINES_MAX) {
            throw new Problem(422, "application.comment");
        }
        return journals.write(
                view.series(),
                EntryKind.COMMENT,
                journals.of(view.series()).round(),
                null,
                journals.today(),
                Entry.row(
                        "criterion",
                        number,
                        "opinion",
                        opinion,
                        "text",
                        text.strip(),
                        "way",
                        actor.way().id(),
                        "signer",
                        actor.signer()),
                List.of(),
                List.of(),
                actor.id(),
                actor.name());
    }

    CriterionAnswer requireCriterion(View view, String number) {
        return view.snapshot().answers().stream()
                .filter(answer -> answer.id().equals(number))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "requirement.unknown", number));
    }

    /**
     * Signs off what stands, if it is still what the page showed.
     *
     * @param seen hash of what was shown
     */
    @Transactional
    public Entry sign(View view, String seen, String text, Actor actor) {
        Evaluated state = state(view);
        if (!state.hash().equals(seen)) {
            throw new Problem(409, "application.sign.moved");
        }
        return sign(
                view.series(),
                state.hash(),
                state.release(),
                state.edition(),
                state.guide(),
                state.rows(),
                text,
                actor);
    }

    Entry sign(
            Series series,
            String hash,
            String release,
            String edition,
            String guide,
            List<SortedMap<String, String>> rows,
            String text,
            Actor actor) {
        if (text.length() > Field.LINES_MAX) {
            throw new Problem(422, "application.comment");
        }
        SortedMap<String, String> values = new TreeMap<>(Map.of(
                "text", text.strip(),
                "state", hash,
                "release", release,
                "edition", edition,
                "guide", guide,
                "way", actor.way().id(),
                "signer", actor.signer()));
        // Sent twice, or signed once more as it stands: one signature.
        return journals.same(series, EntryKind.SIGNED, values, actor.id(), actor.name())
                .orElseGet(() -> journals.write(
                        series,
                        EntryKind.SIGNED,
                        journals.of(series).round(),
                        null,
                        journals.today(),
                        values,
                        rows,
                        List.of(),
                        actor.id(),
                        actor.name()));
    }

    /** What criteria rest on, for who may see nothing else. */
    List<EvidenceDetails> evidenceOf(View view, String number) {
        List<UUID> ids = view.snapshot().evidenceOf().entrySet().stream()
                .filter(entry -> number.isEmpty() || entry.getValue().contains(number))
                .map(Map.Entry::getKey)
                .toList();
        return evidence.byIds(ids).stream()
                .sorted(Comparator.comparing(EvidenceDetails::code))
                .toList();
    }
}
