package dev.shisa.server.portal;

import dev.shisa.conformity.Subject;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** On Home: places that users cannot reach although a criterion rests on them. */
@Component
class PlaceTasks implements TaskSource {

    /** More nobody reads; the page of the places has them all. */
    private static final int TASKS_MAX = 20;

    private final PlaceWatch watch;
    private final Products products;
    private final Messages messages;

    PlaceTasks(PlaceWatch watch, Products products, Messages messages) {
        this.watch = watch;
        this.products = products;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.ADD_EVIDENCE)) {
            return List.of();
        }
        Map<String, Task> tasks = new LinkedHashMap<>();
        for (PlaceStore.Said said : watch.saying()) {
            boolean company = said.subject().kind() == Subject.Kind.ORGANISATION;
            Series series = company ? null : products.byId(said.subject().id()).orElse(null);
            if (tasks.size() >= TASKS_MAX
                    || (!company
                            && (series == null || !person.sees(series.id()) || products.isArchived(series.id())))) {
                continue;
            }
            String about = messages.get(
                    locale,
                    "portal.place.task.about",
                    series == null ? messages.get(locale, "evidence.organisation") : series.name(),
                    messages.get(locale, "portal.place.key." + said.slot().key().value()));
            tasks.putIfAbsent(
                    said.subject() + " " + said.address(),
                    Task.of(
                                    TaskKind.EXPIRED,
                                    "place:" + said.subject().id() + ":" + Task.mark(said.address()),
                                    "recheck",
                                    messages.get(locale, "portal.place.task", said.address()),
                                    new Way(messages.get(locale, "portal.place.task.act"), PlacePages.HERE))
                            .about(about)
                            .of(series == null ? null : series.id())
                            .needs(Act.ADD_EVIDENCE));
        }
        return List.copyOf(tasks.values());
    }
}
