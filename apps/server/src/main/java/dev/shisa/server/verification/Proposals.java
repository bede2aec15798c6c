package dev.shisa.server.verification;

import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What a plan may begin with: what the guides name, and what follows from the product's own particulars. Each names its
 * ground, and a person decides.
 */
@Component
class Proposals {

    /** After how many months the guides' "regularly" is proposed; the person enters the company's own. */
    private static final int MONTHS = 12;

    private final Products products;
    private final Messages messages;

    Proposals(Products products, Messages messages) {
        this.products = products;
        this.messages = messages;
    }

    /**
     * An item that may be added.
     *
     * @param id end of the message keys {@code verification.proposal.<id>.title}, {@code .method} and {@code .ground}
     */
    record Proposal(String id, PlanItem.Content content) {}

    /** What is proposed for a series, but for what its plan has already. */
    List<Proposal> of(Series series, Whole whole, Locale locale) {
        List<Proposal> all = new ArrayList<>();
        add(all, "design-review", Phase.DESIGN, Kind.DOCUMENTS, Applies.MAJOR, "attack-surface", locale);
        add(all, "hardware-review", Phase.DESIGN, Kind.DOCUMENTS, Applies.MAJOR, "hardware", locale);
        add(all, "evaluation", Phase.DESIGN, Kind.EVALUATED, Applies.MAJOR, "", locale);
        add(all, "coding-rules", Phase.DEVELOPMENT, Kind.CODING_RULES, Applies.MAJOR, "secure-coding", locale);
        add(all, "coding", Phase.DEVELOPMENT, Kind.CODING, Applies.EVERY, "", locale);
        add(all, "software", Phase.VERIFICATION, Kind.SOFTWARE, Applies.EVERY, "", locale);
        add(all, "system", Phase.VERIFICATION, Kind.SYSTEM, Applies.MAJOR, "", locale);
        add(all, "connected", Phase.VERIFICATION, Kind.CONNECTED, Applies.MAJOR, "", locale);
        int services = products.items(series.id(), "service").size();
        if (services > 0) {
            add(all, "ports", Phase.VERIFICATION, Kind.PORTS, Applies.EVERY, "", locale, services);
            add(all, "fuzzing", Phase.VERIFICATION, Kind.FUZZING, Applies.MAJOR, "", locale, services);
        }
        add(all, "vulnerabilities", Phase.BEFORE_RELEASE, Kind.VULNERABILITIES, Applies.EVERY, "", locale);
        add(all, "selfcheck", Phase.BEFORE_RELEASE, Kind.SELFCHECK, Applies.MAJOR, "", locale);
        if (whole.impact().need() == Impact.Need.YES) {
            String why = whole.impact().effects().stream()
                    .sorted()
                    .map(effect -> messages.get(locale, "verification.effect." + effect))
                    .collect(Collectors.joining(messages.get(locale, "fact.list-separator")));
            add(
                    all,
                    whole.impact().effects().isEmpty() ? "outside-hard" : "outside",
                    Phase.BEFORE_RELEASE,
                    Kind.OUTSIDE,
                    Applies.MAJOR,
                    "",
                    locale,
                    why);
        }
        add(all, "again", Phase.AFTER_RELEASE, Kind.VULNERABILITIES, Applies.REGULAR, "", locale);
        Set<String> there = whole.current().stream().map(i -> key(i.content())).collect(Collectors.toSet());
        return all.stream().filter(p -> !there.contains(key(p.content()))).toList();
    }

    /** Two items that verify the same thing in the same phase by the same checklist are one. */
    private static String key(PlanItem.Content content) {
        return content.phase().id() + " " + content.kind().id() + " " + content.checklist();
    }

    private void add(
            List<Proposal> all,
            String id,
            Phase phase,
            Kind kind,
            Applies applies,
            String checklist,
            Locale locale,
            Object... args) {
        String base = "verification.proposal." + id;
        all.add(new Proposal(
                id,
                new PlanItem.Content(
                        phase,
                        kind,
                        messages.get(locale, base + ".title"),
                        messages.get(locale, base + ".method"),
                        "",
                        null,
                        applies,
                        null,
                        applies == Applies.REGULAR ? MONTHS : 0,
                        checklist,
                        messages.get(locale, base + ".ground", args))));
    }
}
