package dev.shisa.server.inquiry;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** On Home: hours that stand out, and what everybody was told and has heard nothing more of. */
@Component
class InquiryTasks implements TaskSource {

    private static final int TASKS_MAX = 20;

    /** Who waits for news asks again after a day. */
    private static final Duration SILENT = Duration.ofHours(24);

    private final Inquiries inquiries;
    private final Statuses statuses;
    private final Products products;
    private final Messages messages;

    InquiryTasks(Inquiries inquiries, Statuses statuses, Products products, Messages messages) {
        this.inquiries = inquiries;
        this.statuses = statuses;
        this.products = products;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.TELL_USERS)) {
            return List.of();
        }
        List<Task> tasks = new ArrayList<>();
        for (Surge surge : inquiries.openSurges(person)) {
            tasks.add(Task.of(
                            TaskKind.WORD,
                            "surge:" + surge.id(),
                            "clock",
                            messages.get(locale, "inquiry.task.surge", name(surge.series(), locale), surge.count()),
                            new Way(
                                    messages.get(locale, "inquiry.task.surge.act"),
                                    Inquiries.HERE + "#" + surge.code().toLowerCase(Locale.ROOT)))
                    .about(surge.code())
                    .of(surge.series())
                    .needs(Act.TELL_USERS));
        }
        for (Status status : statuses.openFor(person)) {
            if (Statuses.may(status.series(), person)
                    && !inquiries.now().isBefore(status.last().made().at().plus(SILENT))) {
                tasks.add(Task.of(
                                TaskKind.WORD,
                                "status:" + status.id(),
                                "recheck",
                                messages.get(
                                        locale,
                                        "inquiry.task.status",
                                        status.title().in(locale.getLanguage())),
                                new Way(
                                        messages.get(locale, "inquiry.task.status.act"),
                                        Statuses.HERE + "/" + status.code().toLowerCase(Locale.ROOT)))
                        .about(status.code())
                        .of(status.series())
                        .needs(Act.TELL_USERS));
            }
        }
        return tasks.subList(0, Math.min(tasks.size(), TASKS_MAX));
    }

    private String name(@Nullable UUID series, Locale locale) {
        return series == null
                ? messages.get(locale, "inquiry.series.all")
                : products.byId(series).map(Series::name).orElse("");
    }
}
