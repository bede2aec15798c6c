package dev.shisa.server.evidence;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Refusal;
import dev.shisa.conformity.Value;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.web.Ui;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether a fact can be recorded as it stands, by whichever way it comes. */
final class FactChecks {

    private FactChecks() {}

    /** @throws Problem 422 when it cannot be recorded */
    static void check(Catalogue catalogue, NewFact fact, LocalDate today) {
        check(catalogue, fact, Reason::says, refusal -> true);
        notAPlaceholder(catalogue, fact);
        onItsSideOfToday(catalogue, fact, today);
    }

    /**
     * The same of one that comes with an import. What an earlier Shisa took comes along: words as a reason, which whoever takes
     * the confirmation over reads, and two choices that cannot both be so, which no rule is content with.
     */
    static void checkBrought(Catalogue catalogue, NewFact fact) {
        check(catalogue, fact, words -> !words.isBlank(), refusal -> refusal.reason() != Refusal.Reason.NOT_TOGETHER);
    }

    /**
     * @param says whether words are enough where an answer needs them
     * @param counts whether the vocabulary's refusal is one here
     */
    private static void check(Catalogue catalogue, NewFact fact, Predicate<String> says, Predicate<Refusal> counts) {
        catalogue.check(fact.slot(), fact.value()).stream()
                .filter(counts)
                .findFirst()
                .ifPresent(refusal -> {
                    throw new Problem(
                            422,
                            "fact."
                                    + refusal.reason()
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', '-'),
                            fact.slot(),
                            refusal.reason() == Refusal.Reason.NOT_TOGETHER
                                    ? refusal.detail()
                                    : fact.value().canonical());
                });
        EvidenceLog.limit(fact.detail(), EvidenceLog.TEXT_CHARS_MAX);
        FactDefinition definition = catalogue.fact(fact.slot().key()).orElseThrow();
        if (detailIsRequired(definition, fact.value()) && !says.test(fact.detail())) {
            throw new Problem(422, "fact.detail-missing", fact.slot());
        }
    }

    /** A name of a tool such as "none" names none; what an earlier Shisa took comes along with an import all the same. */
    private static void notAPlaceholder(Catalogue catalogue, NewFact fact) {
        FactDefinition definition = catalogue.fact(fact.slot().key()).orElseThrow();
        if (definition.type() == FactType.TEXT
                && fact.value() instanceof Value.Word(String text)
                && !text.isEmpty()
                && Reason.isPlaceholder(text)) {
            throw new Problem(422, "fact.says-nothing", fact.slot(), text);
        }
    }

    /** What was done cannot have been done tomorrow, and what holds until a day does so no longer once that day has come. */
    private static void onItsSideOfToday(Catalogue catalogue, NewFact fact, LocalDate today) {
        FactDefinition definition = catalogue.fact(fact.slot().key()).orElseThrow();
        if (!(fact.value() instanceof Value.Day(LocalDate day))) {
            return;
        }
        if (definition.past() && day.isAfter(today)) {
            throw new Problem(422, "fact.day-ahead", fact.slot(), day);
        }
        if (definition.ahead() && !day.isAfter(today)) {
            throw new Problem(422, "fact.day-over", fact.slot(), day);
        }
    }

    /** Whether an answer needs words beside it. */
    static boolean detailIsRequired(FactDefinition definition, Value value) {
        Set<String> required = definition.detailRequiredFor();
        return switch (value) {
            case Value.Words(SortedSet<String> members) -> members.stream().anyMatch(required::contains);
            default -> required.contains(value.canonical());
        };
    }

    /** When a fact ends: with its evidence, and one that says until when something holds as that day begins. */
    static @Nullable Instant ends(Catalogue catalogue, NewFact fact, @Nullable Instant until) {
        boolean ahead =
                catalogue.fact(fact.slot().key()).map(FactDefinition::ahead).orElse(false);
        if (!ahead || !(fact.value() instanceof Value.Day(LocalDate day))) {
            return until;
        }
        Instant begins = day.atStartOfDay(Ui.ZONE).toInstant();
        return until == null || begins.isBefore(until) ? begins : until;
    }
}
