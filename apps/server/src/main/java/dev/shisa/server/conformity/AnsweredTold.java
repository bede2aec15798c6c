package dev.shisa.server.conformity;

import dev.shisa.conformity.Layer;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.server.evidence.Contradictions;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** Boards and pages of requirements say what an answer did that led back to them; its address may be written by anybody. */
@ControllerAdvice(assignableTypes = {BoardController.class, OrganisationGuides.class})
class AnsweredTold {

    /** For so long an address tells of the answer that it was made for. */
    private static final Duration JUST_NOW = Duration.ofMinutes(10);

    private final Products products;
    private final EvidenceLog log;
    private final FactWords words;
    private final Contradictions contradictions;
    private final RequirementLinks links;

    AnsweredTold(
            Products products,
            EvidenceLog log,
            FactWords words,
            Contradictions contradictions,
            RequirementLinks links) {
        this.products = products;
        this.log = log;
        this.words = words;
        this.contradictions = contradictions;
        this.links = links;
    }

    /**
     * @param answered the slot of the answer; empty: none was given
     * @param of the code of the series for which it was given
     */
    @ModelAttribute("answered")
    @Nullable
    Answered answered(
            @RequestParam(defaultValue = "") String answered,
            @RequestParam(defaultValue = "") String of,
            @RequestParam(required = false) @Nullable List<String> changed,
            @ModelAttribute("ui") Ui ui) {
        Person person = ActInterceptor.signedIn();
        if (answered.isEmpty() || person == null) {
            return null;
        }
        Optional<Slot> slot = Slot.parse(answered);
        Optional<Series> series = products.byCode(of).filter(one -> person.sees(one.id()));
        return slot.isEmpty() || series.isEmpty() ? null : told(series.get(), slot.get(), changed, person, ui);
    }

    /** Only to whoever has just given it, since anybody can write such an address and open it again. */
    private @Nullable Answered told(Series series, Slot slot, @Nullable List<String> changed, Person person, Ui ui) {
        List<Subject> layers =
                products.target(series).layers().stream().map(Layer::subject).toList();
        List<FactEntry> entries = log.entries(layers, slot.key().value());
        FactEntry given = entries.stream()
                .filter(entry ->
                        entry.fact().slot().equals(slot) && !entry.isWithdrawn() && entry.supersededBy() == null)
                .max(Comparator.comparing(entry -> entry.fact().recordedAt()))
                .filter(entry -> entry.fact().recordedAt().isAfter(ui.now().minus(JUST_NOW)))
                .filter(entry -> isOf(person, entry))
                .orElse(null);
        FactEntry present = EvidenceLog.present(entries, layers, ui.now()).get(slot);
        if (given == null || present == null) {
            return null;
        }
        Map<String, String> names = contradictions.names(series, List.of(slot.key()), ui.locale());
        Function<FactEntry, String> value =
                entry -> words.value(slot, entry.fact().value(), ui.locale(), names);
        boolean counts = present.fact().value().equals(given.fact().value());
        return new Answered(
                ui.t("answered.said", words.question(slot, ui.locale(), names), value.apply(given)),
                counts ? "" : ui.t("answered.other", value.apply(present)),
                links.turned(series, changed, ui));
    }

    private boolean isOf(Person person, FactEntry entry) {
        EvidenceSummary one =
                log.summaries(Set.of(entry.fact().evidence())).get(entry.fact().evidence());
        return one != null && person.id().equals(one.submittedBy());
    }
}
