package dev.shisa.server.shipment;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** On Home: what left during a stop, a day of resuming that has passed, and stops about which nothing happens. */
@Component
class StopTasks implements TaskSource {

    private static final int TASKS_MAX = 50;

    private final Stops stops;
    private final Products products;
    private final Messages messages;

    StopTasks(Stops stops, Products products, Messages messages) {
        this.stops = stops;
        this.products = products;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.STOP_SHIPPING)) {
            return List.of();
        }
        List<Task> tasks = new ArrayList<>();
        for (Stop stop : stops.visibleTo(person)) {
            Series series = products.byId(stop.series()).orElse(null);
            if (tasks.size() >= TASKS_MAX || series == null || products.isArchived(series.id())) {
                continue;
            }
            long left = stops.unseenInStop(stop);
            if (left > 0) {
                tasks.add(task(
                        "not-met",
                        "left",
                        stop,
                        series,
                        NumberFormat.getIntegerInstance(locale).format(left),
                        null,
                        locale));
            }
            LocalDate planned = stops.overdue(stop);
            LocalDate silent = stops.silentSince(stop);
            if (planned != null) {
                tasks.add(task("clock", "planned", stop, series, planned.toString(), planned, locale));
            } else if (silent != null) {
                tasks.add(task("recheck", "silent", stop, series, silent.toString(), null, locale));
            }
        }
        return tasks;
    }

    private Task task(
            String shape, String what, Stop stop, Series series, String arg, @Nullable LocalDate due, Locale locale) {
        return Task.of(
                        TaskKind.STOP,
                        "stop:" + stop.id() + ":" + what,
                        shape,
                        messages.get(locale, "shipping.task." + what, series.name(), arg),
                        new Way(messages.get(locale, "shipping.task." + what + ".act"), StopPages.here(stop)))
                .due(due)
                .about(stop.code())
                .of(series.id())
                .needs(Act.STOP_SHIPPING);
    }
}
