package dev.shisa.server.conformity;

import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.catalogue.LibraryView;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where the page of a requirement is: with the series, or with the organisation if it is asked of that. */
@Component
public class RequirementLinks {

    /** Verdicts that one address names. */
    private static final int TURNED_MAX = 60;

    private final Guides guides;
    private final Products products;
    private final Catalogues catalogues;
    private final Verdicts verdicts;

    RequirementLinks(Guides guides, Products products, Catalogues catalogues, Verdicts verdicts) {
        this.guides = guides;
        this.products = products;
        this.catalogues = catalogues;
        this.verdicts = verdicts;
    }

    /** The page of a requirement that is decided for this series or for the organisation. */
    public String to(Series series, RequirementId id) {
        return judgedOf(series, id).page(id);
    }

    /** Where answers that cannot all be so stand side by side; empty where a question is not asked because of that. */
    public String compared(Series series, @Nullable NextQuestion question) {
        return question == null || question.kind() != NextQuestion.Kind.SETTLE
                ? ""
                : question.touches().stream()
                        .min(Comparator.naturalOrder())
                        .map(id -> to(series, id) + "#tree-contradiction-0")
                        .orElse("");
    }

    /** Where a requirement is read: its page while its guide is followed, otherwise its place in the library. */
    public String toRead(Series series, RequirementId id) {
        UUID asked = judgedOf(series, id).id();
        return guides.followed(asked).stream().anyMatch(f -> f.id().equals(id.framework()))
                ? to(series, id)
                : LibraryView.href(id);
    }

    /**
     * Where a requirement on the company is worked on: its page while the company follows the guide, unless each of its series is
     * asked; otherwise its questions, if the person may answer them; empty when there is no such page.
     */
    public Optional<String> ofCompany(RequirementId id, Person person) {
        UUID organisation = products.organisation().id();
        Judged judged = Judged.organisation(
                organisation,
                "",
                products.visibleTo(person, 0, 1).stream().findFirst().orElse(null));
        if (guides.isOrganisational(id)
                && guides.followed(organisation).stream().anyMatch(f -> f.id().equals(id.framework()))) {
            return Optional.of(judged.page(id));
        }
        return person.can(Act.ADD_EVIDENCE) && judged.series() != null
                ? Optional.of(judged.questions(id))
                : Optional.empty();
    }

    /** The page of what questions were limited to: a requirement, a guide, or all that the series follows. */
    public String back(Series series, String about) {
        Asking asking = Asking.parse(about, catalogues.current());
        if (!about.isEmpty() && !asking.number().isEmpty()) {
            return toRead(series, new RequirementId(asking.framework(), asking.number()));
        }
        String framework = about.isEmpty() ? Guides.STAR1 : asking.framework();
        boolean followed = guides.followed(series.id()).stream().anyMatch(f -> f.id().equals(framework));
        return about.isEmpty() && !followed
                ? "/products/" + series.code() + "/conformity"
                : judged(series, !followed).board(framework);
    }

    /** Where an answer leads back to, saying there which one was given and what it turned. */
    public static String told(String back, Series series, Slot slot, List<String> turned) {
        String said = Query.of("")
                .with("answered", slot.toString())
                .with("of", series.code())
                .with("changed", turned.stream().limit(TURNED_MAX).collect(Collectors.joining(",")))
                .href();
        int place = back.contains("#") ? back.indexOf('#') : back.length();
        String page = back.substring(0, place);
        return page + (page.contains("?") ? said.replace('?', '&') : said) + back.substring(place);
    }

    /**
     * What an answer turned, as far as it is so now: an address can be written by anybody, and opened again later.
     *
     * @param turned number and state of each
     */
    public List<Turned> turned(Series series, @Nullable List<String> turned, Ui ui) {
        Map<UUID, Map<RequirementId, VerdictState>> present = new HashMap<>();
        List<Turned> known = new ArrayList<>();
        for (String text : turned == null ? List.<String>of() : turned) {
            String[] parts = text.split("_", 2);
            if (parts.length == 2 && known.size() < TURNED_MAX) {
                VerdictState.parse(parts[1])
                        .ifPresent(state -> catalogues.current().requirements().stream()
                                .map(Requirement::id)
                                .filter(id -> id.number().equals(parts[0]))
                                .findFirst()
                                .filter(id -> present.computeIfAbsent(
                                                        judgedOf(series, id).id(), verdicts::states)
                                                .get(id)
                                        == state)
                                .ifPresent(id -> known.add(new Turned(
                                        id.number(),
                                        to(series, id),
                                        state.code(),
                                        ui.t("web.verdict." + state.code())))));
            }
        }
        return known;
    }

    private Judged judgedOf(Series series, RequirementId id) {
        return judged(series, guides.isOrganisational(id));
    }

    private Judged judged(Series series, boolean organisation) {
        return organisation ? Judged.organisation(products.organisation().id(), "", series) : Judged.of(series);
    }
}
