package dev.shisa.server.conformity;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.server.evidence.Contradictions;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** Boards and pages of requirements say what an answer did that led back to them; its address may be written by anybody. */
@ControllerAdvice(assignableTypes = {BoardController.class, OrganisationGuides.class})
class AnsweredTold {

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
        return slot.isEmpty() || series.isEmpty() ? null : told(series.get(), slot.get(), changed, ui);
    }

    private @Nullable Answered told(Series series, Slot slot, @Nullable List<String> changed, Ui ui) {
        List<Subject> layers =
                products.target(series).layers().stream().map(Layer::subject).toList();
        FactEntry present = EvidenceLog.present(log.entries(layers, slot.key().value()), layers, ui.now())
                .get(slot);
        if (present == null) {
            return null;
        }
        List<FactKey> asked = List.of(slot.key());
        Map<String, String> names = contradictions.names(series, asked, ui.locale());
        return new Answered(
                ui.t(
                        "answered.said",
                        words.question(slot, ui.locale(), names),
                        words.value(slot, present.fact().value(), ui.locale(), names)),
                links.turned(series, changed, ui));
    }
}
