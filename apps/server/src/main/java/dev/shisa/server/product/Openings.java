package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is still open in the make-up of a series and keeps verdicts from being given: also the tasks on Home. */
@Component
class Openings implements TaskSource {

    /** More nobody reads; what is settled makes room for the next. */
    private static final int SERIES_MAX = 100;

    private final Products products;
    private final Messages messages;

    Openings(Products products, Messages messages) {
        this.products = products;
        this.messages = messages;
    }

    List<View.Opening> of(Series series, SeriesFrame frame, Person person) {
        return person.can(Act.EDIT_PRODUCT) ? of(series, frame.models() > 0) : List.of();
    }

    private List<View.Opening> of(Series series, boolean modelled) {
        String home = "/products/" + series.code();
        List<View.Opening> open = new ArrayList<>();
        if (series.designated() == null) {
            open.add(new View.Opening("release", "unknown", "", home + "/releases/new"));
        }
        unsigned(series)
                .ifPresent(release -> open.add(new View.Opening(
                        "impact", "recheck", release.name(), home + "/releases/" + release.id() + "/impact")));
        if (!modelled) {
            open.add(new View.Opening("models", "unknown", "", home + "/models/add"));
        }
        return open;
    }

    /** The first release from the designated one backwards whose change impact nobody has signed. */
    private Optional<Release> unsigned(Series series) {
        Set<UUID> passed = new java.util.HashSet<>();
        @Nullable Release release = products.designated(series).orElse(null);
        while (release != null && release.predecessor() != null && passed.add(release.id())) {
            if (products.impact(release.id()).isEmpty()) {
                return Optional.of(release);
            }
            release = products.release(release.predecessor()).orElse(null);
        }
        return Optional.empty();
    }

    /** It names a product, a model or a release. */
    @Override
    public boolean mayLeave(Task task) {
        return true;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        List<Task> tasks = new ArrayList<>();
        if (person.can(Act.CONFIRM)) {
            tasks.addAll(confirmations(person, locale));
        }
        if (!person.can(Act.EDIT_PRODUCT)) {
            return tasks;
        }
        for (ProductStore.Unfinished one : products.unfinished(person, SERIES_MAX)) {
            Series series = one.series();
            for (View.Opening opening : of(series, one.modelled())) {
                String key = "product.opening." + opening.id();
                tasks.add(Task.of(
                                opening.id().equals("impact") ? TaskKind.EXPIRED : TaskKind.QUESTION,
                                "series:" + series.id() + ":" + opening.id(),
                                opening.shape(),
                                messages.get(locale, key, opening.thing()),
                                new Way(messages.get(locale, key + ".act"), opening.href()))
                        .about(series.name())
                        .of(series.id())
                        .needs(Act.EDIT_PRODUCT));
            }
        }
        return tasks;
    }

    /** Signed change impacts that wait for a second person. */
    private List<Task> confirmations(Person person, Locale locale) {
        return products.waitingImpacts(person, SERIES_MAX).stream()
                .map(waiting -> Task.of(
                                TaskKind.CONFIRMATION,
                                "impact:" + waiting.release(),
                                "recheck",
                                messages.get(locale, "product.opening.impact-second", waiting.name()),
                                new Way(
                                        messages.get(locale, "product.opening.impact-second.act"),
                                        "/products/" + waiting.code() + "/releases/" + waiting.release() + "/impact"))
                        .about(waiting.series())
                        .of(waiting.seriesId())
                        .needs(Act.CONFIRM))
                .toList();
    }
}
