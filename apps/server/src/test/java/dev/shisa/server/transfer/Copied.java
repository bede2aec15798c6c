package dev.shisa.server.transfer;

import dev.shisa.conformity.Fact;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.conformity.StoredVerdict;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What must be the same in another installation: of each requirement the state, when it changes, and every node of its proof
 * with both truths, the reason and the doubt; and what is asked next. Ids are those of one installation, so they stand for
 * what they name.
 *
 * @param verdicts by requirement, in words
 * @param next questions in their order, in words
 */
record Copied(Map<String, List<String>> verdicts, List<String> next) {

    static Copied of(Series series, Verdicts verdicts, Guides guides, Products products, EvidenceLog log) {
        Map<String, List<String>> all = new TreeMap<>();
        for (UUID subject : List.of(series.id(), products.organisation().id())) {
            String whose = subject.equals(series.id()) ? "series " : "company ";
            guides.followed(subject)
                    .forEach(guide -> verdicts.of(subject, guide.id())
                            .forEach(verdict -> all.put(
                                    whose + verdict.requirement(),
                                    words(
                                            verdict,
                                            verdicts.proof(subject, verdict.requirement())
                                                    .orElseThrow()))));
        }
        List<String> next = new ArrayList<>();
        for (String about : about(series, guides, products)) {
            verdicts.next(series.id(), about).forEach(question -> next.add(about + ": " + words(question, log)));
        }
        return new Copied(all, next);
    }

    private static List<String> about(Series series, Guides guides, Products products) {
        List<String> about = new ArrayList<>(List.of(""));
        guides.followed(series.id()).forEach(guide -> about.add(guide.id()));
        guides.followed(products.organisation().id()).forEach(guide -> about.add(guide.id()));
        return about.stream().distinct().toList();
    }

    private static List<String> words(StoredVerdict verdict, Proof proof) {
        List<String> words = new ArrayList<>();
        words.add(verdict.state() + " " + verdict.towards() + " " + verdict.changesAt() + " " + verdict.edition());
        proof.parameters().forEach(parameter -> words.add(parameter.toString()));
        proof.nodes().forEach(node -> {
            Reading reading = node.reading();
            words.add(node.path() + " " + node.kind() + " " + node.truth() + " " + node.proven() + " "
                    + (reading == null
                            ? ""
                            : reading.reason() + " " + reading.doubt() + " " + reading.value() + " "
                                    + facts(proof, reading.used()) + facts(proof, reading.against())
                                    + facts(proof, reading.passedOver())));
        });
        return words;
    }

    private static List<String> facts(Proof proof, Iterable<UUID> ids) {
        List<String> facts = new ArrayList<>();
        ids.forEach(id -> facts.add(fact(proof.fact(id).orElseThrow())));
        facts.sort(null);
        return facts;
    }

    /** All but its ids and when it was recorded. */
    private static String fact(Fact fact) {
        @Nullable Instant until = fact.validUntil();
        return fact.subject().kind() + " " + fact.slot() + "=" + fact.value() + " " + fact.strength() + " "
                + fact.observedAt() + " " + until + " " + fact.isConfirmed();
    }

    private static String words(NextQuestion question, EvidenceLog log) {
        UUID fact = question.fact();
        return question.kind() + " "
                + (question.subject() == null
                        ? ""
                        : Objects.requireNonNull(question.subject()).kind())
                + " " + question.slot() + " " + question.parameter() + " "
                + (fact == null ? "" : fact(log.fact(fact).orElseThrow().fact())) + " " + sorted(question.decides())
                + sorted(question.touches());
    }

    private static List<RequirementId> sorted(Iterable<RequirementId> ids) {
        List<RequirementId> sorted = new ArrayList<>();
        ids.forEach(sorted::add);
        sorted.sort(null);
        return sorted;
    }
}
